// As much of `oidc-provider` as the suite uses: it brings no types of its own.
declare module "oidc-provider" {
    import type { RequestListener } from "node:http";

    export class Provider {
        constructor(issuer: string, configuration: Record<string, unknown>);
        callback(): RequestListener;
    }
}

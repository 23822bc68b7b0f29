// Streamdesk with the cargo feature `aws`, and what it asks at Amazon for the list that an instance itself keeps.

import { type Server as Http, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "./programs.ts";

const instance = "12345678-1234-1234-1234-123456789012";

/** What stands for Amazon. That requests are signed as it wants is verified by the server's own tests. */
export class Amazon {
    #http: Http | undefined;
    /** The list. */
    readonly approved: string[] = [];
    /** Whether the credentials may add to the list. */
    mayAdd = false;

    async start(): Promise<void> {
        const http = createServer(async (request, response) => {
            const answer = (status: number, json: unknown, error = "") =>
                response.writeHead(status, error ? { "x-amzn-errortype": error } : {}).end(JSON.stringify(json));
            let body = "";
            for await (const part of request) body += part;
            const wish = `${request.method} ${request.url?.split("?")[0]}`;
            if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return answer(403, {}, "MissingAuthenticationToken");
            if (wish === `GET /instance/${instance}/approved-origins`) return answer(200, { Origins: this.approved });
            if (wish !== `PUT /instance/${instance}/approved-origin`) return answer(404, {}, "ResourceNotFoundException");
            if (!this.mayAdd) return answer(403, {}, "AccessDeniedException");
            this.approved.push((JSON.parse(body) as { Origin: string }).Origin);
            return answer(200, {});
        });
        await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
        this.#http = http;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.#http?.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.#http?.closeAllConnections();
        await new Promise((resolve) => this.#http?.close(resolve));
    }
}

/** A server that asks Amazon, with credentials or without. */
export class AwsServer extends Server {
    // The release has no AWS in it; `.ci/test` builds this one, for people who build their own with it.
    override readonly binary = "streamdesk-aws";

    constructor(
        readonly amazon: Amazon,
        readonly hasCredentials: boolean,
        ...rest: ConstructorParameters<typeof Server>
    ) {
        super(...rest);
    }

    protected override command(addr: string) {
        const { args, environment } = super.command(addr);
        const credentials = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" };
        return {
            args,
            environment: {
                ...environment,
                STREAMDESK__CONNECT__INSTANCE_ARN: `arn:aws:connect:us-east-1:123456789012:instance/${instance}`,
                AWS_ENDPOINT_URL_CONNECT: this.amazon.url,
                AWS_EC2_METADATA_DISABLED: "true",
                ...(this.hasCredentials ? credentials : {}),
            },
        };
    }
}

(() => {
    "use strict";
    // What this page was exported with. Its policy holds for the same: settings can choose within it, not beyond.
    const home = JSON.parse(document.getElementById("streamdesk-home").textContent);
    const CONFIG = "/config.json";
    const WAIT_MS = 20_000;
    // A page that takes longer says so, well before it gives up.
    const SLOW_MS = 6_000;
    const root = document.documentElement;
    const tags = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0]);
    const language = tags.find((tag) => tag === "en" || tag === "ja") ?? "en";
    const say = (en, ja) => (language === "ja" ? ja : en);

    // Why the page cannot go on: a word for tests, and the sentence.
    class Trouble extends Error {
        constructor(kind, en, ja) {
            super(say(en, ja));
            this.kind = kind;
        }
    }
    const missing = () =>
        new Trouble(
            "config-missing",
            "The settings of this desktop, /config.json, are not at this address. Whoever looks after it uploads the whole export once more.",
            "このデスクトップの設定 /config.json が見つかりません。管理者がエクスポート全体をもう一度アップロードする必要があります。",
        );
    const malformed = (what) =>
        new Trouble(
            "config-malformed",
            `The settings of this desktop, /config.json, cannot be read: ${what}. Whoever looks after it corrects the file or exports it anew.`,
            `このデスクトップの設定 /config.json を読み取れません: ${what}。管理者がファイルを修正するか、もう一度エクスポートする必要があります。`,
        );
    const incomplete = (file) =>
        new Trouble(
            "file-missing",
            `A part of this desktop is missing: ${file}. If it is being renewed, the upload is not finished: reload the page in a minute. If it stays, whoever looks after it uploads the whole export once more.`,
            `このデスクトップの一部がありません: ${file}。更新中の場合はアップロードが終わっていません。1 分後にページを再読み込みしてください。解消しない場合は、管理者がエクスポート全体をもう一度アップロードする必要があります。`,
        );

    const readSettings = async () => {
        let answer;
        let text;
        try {
            answer = await fetch(CONFIG, { cache: "no-store", signal: AbortSignal.timeout(WAIT_MS) });
            text = await answer.text();
        } catch {
            throw new Trouble(
                "config-unreachable",
                "The settings of this desktop, /config.json, could not be loaded: nothing answers. Check the network, then reload the page.",
                "このデスクトップの設定 /config.json を読み込めませんでした。ネットワークを確認してから、ページを再読み込みしてください。",
            );
        }
        // A host that answers with a page in the place of a missing file means the same.
        if (answer.status === 404 || answer.status === 403 || text.trimStart().startsWith("<")) throw missing();
        if (!answer.ok) {
            throw new Trouble(
                "config-unreachable",
                `The host of this page answers with error ${answer.status} for /config.json. Reload the page in a minute.`,
                `このページのホストが /config.json に対してエラー ${answer.status} を返しています。1 分後にページを再読み込みしてください。`,
            );
        }
        let config;
        try {
            config = JSON.parse(text);
        } catch (error) {
            throw malformed(error.message);
        }
        return checked(config);
    };

    const checked = (config) => {
        if (typeof config !== "object" || config === null) throw malformed("it is no object");
        if (config.format !== home.format) {
            throw new Trouble(
                "config-version",
                `The settings of this desktop, /config.json, are for another version of Streamdesk (form ${config.format}; this page, ${home.streamdesk}, reads form ${home.format}). Whoever looks after it exports and uploads both together.`,
                `このデスクトップの設定 /config.json は別のバージョンの Streamdesk 用です（形式 ${config.format}、このページ ${home.streamdesk} は形式 ${home.format}）。管理者が両方をまとめてエクスポートし、アップロードする必要があります。`,
            );
        }
        const { page, api } = config;
        if (typeof page !== "object" || page === null) throw malformed("page is missing");
        for (const key of ["ccp_url", "region", "login_url", "streams_url"]) {
            if (typeof page[key] !== "string" || page[key] === "") throw malformed(`page.${key} is missing`);
        }
        if (typeof api !== "string") throw malformed("api is missing");
        const addresses = [page.ccp_url, page.login_url, page.second_ccp_url].filter(Boolean);
        const beyond = addresses.map(originOf).find((origin) => !home.frames.includes(origin));
        if (beyond !== undefined || (api !== home.api && api !== "none")) {
            const named = beyond ?? api;
            throw new Trouble(
                "config-beyond-policy",
                `The settings of this desktop, /config.json, name ${named}, which its security policy does not allow. Whoever looks after it exports and uploads it anew with that address.`,
                `このデスクトップの設定 /config.json にある ${named} は、セキュリティポリシーで許可されていません。管理者がこのアドレスでもう一度エクスポートし、アップロードする必要があります。`,
            );
        }
        return config;
    };

    const originOf = (address) => {
        try {
            return new URL(address).origin;
        } catch {
            throw malformed(`${address} is no address`);
        }
    };

    const drawn = new Promise((resolve) => {
        if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
        else resolve();
    });

    const element = (name, text, parent) => {
        const made = document.createElement(name);
        made.textContent = text;
        parent.append(made);
        return made;
    };

    // In the place of the page, which cannot go on.
    const stop = async (trouble) => {
        await drawn;
        const main = document.createElement("main");
        main.className = "trouble";
        const alert = element("div", "", main);
        alert.setAttribute("role", "alert");
        element("h1", say("The desktop cannot start", "デスクトップを開始できません"), alert);
        element("p", trouble.message, alert);
        element("button", say("Reload the page", "ページを再読み込み"), alert).addEventListener("click", () => location.reload());
        document.body.replaceChildren(main);
        root.lang = language;
        root.dataset.trouble = trouble.kind ?? "unknown";
    };

    // Above the page, which goes on.
    const note = async (kind, en, ja) => {
        await drawn;
        const aside = document.createElement("aside");
        aside.className = "trouble-note";
        aside.dataset.note = kind;
        aside.setAttribute("role", "status");
        element("p", say(en, ja), aside);
        element("button", say("Close", "閉じる"), aside).addEventListener("click", () => aside.remove());
        document.body.prepend(aside);
    };

    const start = async () => {
        // All of it at once; the settings are heard first, because who has the wrong ones may lack files too.
        const loading = import(home.script);
        loading.catch(() => {});
        const config = await readSettings();
        const program = await loading.catch(() => { throw incomplete(home.script); });
        await program.default({ module_or_path: home.program }).catch(() => { throw incomplete(home.program); });
        await drawn;
        root.dataset.api = config.api;
        const settings = document.createElement("script");
        settings.type = "application/json";
        settings.id = "streamdesk-config";
        settings.textContent = JSON.stringify({ ...config.page, language });
        document.head.append(settings);
        program.hydrate();
        if (!("alive" in root.dataset)) throw malformed(root.dataset.reason ?? "see the console");
        if (config.build !== home.build) {
            await note(
                "config-stale",
                "The settings of this desktop, /config.json, are from another export than this page. If it is being renewed, reload the page in a minute; if this stays, whoever looks after it uploads the whole export once more.",
                "このデスクトップの設定 /config.json は、このページとは別のエクスポートのものです。更新中の場合は 1 分後にページを再読み込みしてください。解消しない場合は、管理者がエクスポート全体をもう一度アップロードする必要があります。",
            );
        }
        // A style that is missing is told by what it would have set: browsers do not agree on what becomes of its element.
        if (getComputedStyle(root).getPropertyValue("--ground") === "") {
            const { message } = incomplete(document.querySelector("link[rel=stylesheet]").getAttribute("href"));
            await note("file-missing", message, message);
        }
    };

    const slow = setTimeout(() => {
        note(
            "slow",
            "The desktop is still being loaded; the network is slow. It starts by itself.",
            "デスクトップを読み込んでいます。ネットワークが低速です。読み込みが終わると自動で開始します。",
        );
    }, SLOW_MS);
    start()
        .catch(stop)
        .finally(() => clearTimeout(slow));
})();

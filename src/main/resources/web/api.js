/** The server's API, asked with the access key that a person gave, if any. Paths are relative to the page. */

const STORED_KEY = "relevo-access-key";

/** What went wrong, in the words of the API where it answered. */
export class ApiError extends Error {
    /**
     * @param {string} message
     * @param {{status?: number, code?: string | null, retryAfter?: number, requestId?: string | null, headers?: Headers}} told
     *     status 0 where nobody answered; retryAfter in seconds
     */
    constructor(message, { status = 0, code = null, retryAfter = 0, requestId = null, headers = new Headers() } = {}) {
        super(message);
        Object.assign(this, { status, code, retryAfter, requestId, headers });
    }
}

/** What a header can carry. */
const KEY = /^[\x21-\x7e]+$/;

let presentKey = stored();

/**
 * Keeps the key for this tab, or, if it is to be remembered, for this browser; where the browser keeps nothing, until the
 * page is left. It is never part of a URL.
 */
export function useKey(key, remembered) {
    presentKey = key;
    try {
        sessionStorage.removeItem(STORED_KEY);
        localStorage.removeItem(STORED_KEY);
        (remembered ? localStorage : sessionStorage).setItem(STORED_KEY, key);
    } catch {
        // Site data is blocked.
    }
}

/** Whether a key was given. */
export function hasKey() {
    return presentKey !== null;
}

/** Whether it can be an access key at all. */
export function isKey(key) {
    return KEY.test(key);
}

function stored() {
    try {
        const key = sessionStorage.getItem(STORED_KEY) ?? localStorage.getItem(STORED_KEY);
        return key !== null && isKey(key) ? key : null;
    } catch {
        return null;
    }
}

/**
 * The answer to a request, its body still to be read.
 *
 * @param {string} path such as "v1/models"
 * @param {{body?: unknown, signal?: AbortSignal}} asked a request with a body is a POST of it as JSON
 * @throws {ApiError} where the answer is no success, or there is none
 */
export async function request(path, { body, signal } = {}) {
    const headers = new Headers();
    if (hasKey()) {
        headers.set("Authorization", `Bearer ${presentKey}`);
    }
    if (body !== undefined) {
        headers.set("Content-Type", "application/json");
    }
    const method = body === undefined ? "GET" : "POST";
    const sent = { method, headers, signal, body: JSON.stringify(body), cache: "no-store" };
    const response = await fetch(path, sent).catch((failure) => {
        throw signal?.aborted ? failure : new ApiError(failure.message);
    });
    if (!response.ok) {
        throw await refusal(response);
    }
    return response;
}

/** The JSON that a GET of the path gives. */
export async function json(path, signal) {
    const response = await request(path, { signal });
    return response.json();
}

async function refusal(response) {
    const { error } = await response.json().catch(() => ({}));
    return new ApiError(error?.message ?? `HTTP ${response.status}`, {
        status: response.status,
        code: error?.code ?? null,
        retryAfter: Number(response.headers.get("retry-after") ?? 0),
        requestId: response.headers.get("x-request-id"),
        headers: response.headers,
    });
}

const HEADERS_COMMENT = ": relevo {";

/**
 * The events of a text/event-stream, as they come; the data of each.
 *
 * @param {Response} response
 * @param {(headers: Headers) => void} told called where the stream tells what its head could not yet, or what is otherwise now
 * @returns {AsyncGenerator<string>} ends where the stream ends, and throws where it breaks off
 */
export async function* events(response, told = () => {}) {
    // Read without anything in between: what waits in a stream that breaks off is lost.
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    try {
        for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
            const blocks = (rest + decoder.decode(piece.value, { stream: true }).replaceAll("\r", "")).split("\n\n");
            rest = blocks.pop();
            for (const block of blocks) {
                if (block.startsWith(HEADERS_COMMENT)) {
                    told(headersOf(response, block));
                }
                const data = dataOf(block);
                if (data !== null) {
                    yield data;
                }
            }
        }
    } finally {
        reader.cancel().catch(() => {});
    }
}

/** Those of the response, with what a comment tells of them. */
function headersOf(response, block) {
    const headers = new Headers(response.headers);
    const line = block.slice(HEADERS_COMMENT.length - 1).split("\n")[0];
    Object.entries(JSON.parse(line)).forEach(([name, value]) => headers.set(name, value));
    return headers;
}

/** The lines of data in a block, joined; null if it has none, as a comment. */
function dataOf(block) {
    const lines = block.split("\n").filter((line) => line.startsWith("data:"));
    return lines.length === 0 ? null : lines.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
}

import { element } from "../dom.js";
import { text } from "../texts.js";

const BY_STATUS = {
    0: "adviceUnreachable",
    400: "adviceRequest",
    401: "adviceKey",
    403: "adviceForbidden",
    404: "adviceModel",
    413: "adviceTooLarge",
    429: "adviceLimit",
};

/** What a person can do about an error of the API, in words. */
function advice({ status, retryAfter }) {
    if (retryAfter > 0) {
        return text("adviceWait", { seconds: retryAfter });
    }
    return text(BY_STATUS[status] ?? "adviceRetry");
}

/**
 * Why an answer is not whole, and what to do.
 *
 * @param {import("./reply.js").Answer} answer
 * @param {() => void} retry
 */
export function failureNotice({ text: said, error, ending }, retry) {
    const title = said === "" ? text("failed") : text("cut");
    const code = [error?.status > 200 ? `HTTP ${error.status}` : null, error?.code ?? null].filter(Boolean).join(" · ");
    return element(
        "div",
        { class: "notice bad", "data-ending": ending },
        element("p", {}, element("strong", {}, title), code === "" ? null : element("span", { class: "muted" }, ` ${code}`)),
        error === null ? null : element("p", { class: "said" }, error.message),
        element("p", { class: "muted" }, advice(error ?? { status: 200, retryAfter: 0 })),
        element("button", { type: "button", class: "button retry", click: retry }, text("retry")),
    );
}

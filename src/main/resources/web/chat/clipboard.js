/** Puts a text on the clipboard; without HTTPS browsers offer the old way alone. */
export async function copyText(text) {
    if (navigator.clipboard) {
        await navigator.clipboard.writeText(text);
        return;
    }
    const copy = (event) => {
        event.preventDefault();
        event.clipboardData.setData("text/plain", text);
    };
    document.addEventListener("copy", copy, { once: true });
    document.execCommand("copy");
}

/** English. */
export const en = {
    keyMissing: "This server asks for an access key.",
    keyWrong: "The server does not accept this access key.",
    keyLabel: "Access key",
    keyUse: "Use it",
    keyRemember: "Remember it in this browser, not only in this tab",

    // Chat
    chatTitle: "Chat · Relevo",
    skipToMessage: "Skip to the message",

    // Status
    statusTitle: "Status · Relevo",
};

/** Spanish. */
export const es = {
    keyMissing: "Este servidor pide una clave de acceso.",
    keyWrong: "El servidor no acepta esta clave de acceso.",
    keyLabel: "Clave de acceso",
    keyUse: "Usarla",
    keyRemember: "Recordarla en este navegador, no solo en esta pestaña",

    // Chat
    chatTitle: "Chat · Relevo",
    skipToMessage: "Saltar al mensaje",

    // Estado
    statusTitle: "Estado · Relevo",
};

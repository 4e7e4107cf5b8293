import { text, translatePage } from "./texts.js";

document.title = text("statusTitle");
translatePage();

/** Conversations as a file, and back. What is read is checked member by member; what does not belong there is dropped. */
import { newConversation } from "./conversations.js";
import { unanswered } from "./reply.js";

const FORMAT = "relevo-conversations";
const VERSION = 1;
const IMAGE = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/;

/** The file is none of ours; the message says where it differs. */
export class BadFile extends Error {}

/** The text of a file. */
export function exported(conversations) {
    return JSON.stringify({ format: FORMAT, version: VERSION, conversations }, null, 1);
}

/**
 * The conversations of such a text, as new ones.
 *
 * @throws {BadFile}
 */
export function imported(text) {
    const file = parsed(text);
    expect(file?.format === FORMAT, `format: "${FORMAT}"`);
    expect(file.version === VERSION, `version: ${VERSION}`);
    return list(file.conversations, "conversations").map(conversation);
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        throw new BadFile("JSON");
    }
}

function conversation(given, index) {
    const place = `conversations[${index}]`;
    expect(isObject(given), place);
    return {
        ...newConversation(string(given.model, `${place}.model`)),
        title: string(given.title, `${place}.title`),
        updatedAt: moment(given.updatedAt, `${place}.updatedAt`),
        system: string(given.system, `${place}.system`),
        messages: list(given.messages, `${place}.messages`).map((each, at) => message(each, `${place}.messages[${at}]`)),
    };
}

function message(given, place) {
    expect(isObject(given) && ["user", "assistant"].includes(given.role), `${place}.role`);
    const text = string(given.text, `${place}.text`);
    return given.role === "user" ? { role: "user", text, images: images(given.images, place) } : answer(given, text, place);
}

function images(given, place) {
    return list(given, `${place}.images`).map((url) => {
        expect(typeof url === "string" && IMAGE.test(url), `${place}.images`);
        return url;
    });
}

function answer(given, text, place) {
    expect(["whole", "stopped", "cut"].includes(given.ending), `${place}.ending`);
    const reasoning = string(given.reasoning, `${place}.reasoning`);
    const error = given.error === null ? null : failure(given.error, `${place}.error`);
    return { ...unanswered(), text, reasoning, ending: given.ending, error, facts: facts(given.facts, `${place}.facts`) };
}

function failure(given, place) {
    expect(isObject(given), place);
    return {
        message: string(given.message, `${place}.message`),
        status: number(given.status, `${place}.status`),
        code: given.code === null ? null : string(given.code, `${place}.code`),
        retryAfter: number(given.retryAfter, `${place}.retryAfter`),
    };
}

/** Each of the kind that a fact has; one that is missing is not known. */
function facts(given, place) {
    expect(isObject(given), place);
    const read = { ...unanswered().facts };
    for (const name of ["target", "requestId", "adjusted", "finish"]) {
        read[name] = given[name] === null ? null : string(given[name], `${place}.${name}`);
    }
    for (const name of ["ttftMillis", "tokensPerSecond", "promptTokens", "completionTokens"]) {
        read[name] = given[name] === null ? null : number(given[name], `${place}.${name}`);
    }
    read.trail = list(given.trail, `${place}.trail`).map((step) => ({
        target: string(step?.target, `${place}.trail`),
        outcome: string(step?.outcome, `${place}.trail`),
    }));
    return read;
}

function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function list(value, place) {
    expect(Array.isArray(value), place);
    return value;
}

function string(value, place) {
    expect(typeof value === "string", place);
    return value;
}

/** What a Date can be made of. */
function moment(value, place) {
    const at = number(value, place);
    expect(!Number.isNaN(new Date(at).getTime()), place);
    return at;
}

function number(value, place) {
    expect(Number.isFinite(value), place);
    return value;
}

function expect(right, place) {
    if (!right) {
        throw new BadFile(place);
    }
}

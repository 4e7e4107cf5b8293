import assert from "node:assert/strict";
import test from "node:test";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { all, relevo, seen, weather } from "./stage.js";

const configuration = { baseURL: relevo.baseURL };
const { apiKey, timeout } = relevo;
const model = (name, more = {}) =>
  new ChatOpenAI({ model: `langchain-${name}`, apiKey, timeout, maxRetries: 0, configuration, ...more });

test("a chat is answered, with its usage", async () => {
  const answer = await model("chat").invoke("Hello");
  assert.equal(answer.content, "Hello wörld 🌍");
  assert.equal(answer.usage_metadata.total_tokens, 12);
});

test("a stream arrives whole, with its usage", async () => {
  const chunks = await all(await model("chat").stream("Hello"));
  const whole = chunks.reduce((one, other) => one.concat(other));
  assert.equal(whole.content, "Hello wörld 🌍");
  assert.equal(whole.usage_metadata.total_tokens, 12);
});

test("streamed tool calls are put together, and their results lead to an answer", async () => {
  const tooled = model("tools").bindTools([weather]);
  const asked = [new HumanMessage("Hello")];
  const call = (await all(await tooled.stream(asked))).reduce((one, other) => one.concat(other));
  assert.deepEqual(call.tool_calls.map(({ id, args }) => [id, args.city]), [
    ["call_a", "Zürich"],
    ["call_b", "Tōkyō"],
  ]);
  const results = call.tool_calls.map(({ id }) => new ToolMessage({ tool_call_id: id, content: "rain" }));
  assert.equal((await tooled.invoke([...asked, call, ...results])).content, "It rains.");
});

test("structured output is parsed, by each of the three methods", async () => {
  const schema = { title: "forecast", type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  for (const method of ["jsonMode", "jsonSchema"]) {
    const forecast = await model("json").withStructuredOutput(schema, { method }).invoke("JSON");
    assert.equal(forecast.city, "Zürich", method);
  }
  const { requests } = await seen("langchain-json");
  assert.deepEqual(requests.map(({ body }) => body.response_format.type), ["json_object", "json_schema"]);
  const caller = model("tools").withStructuredOutput({ ...schema, title: "weather" }, { method: "functionCalling" });
  assert.equal((await caller.invoke("JSON")).city, "Zürich");
});

for (const [status, name] of [
  [400, "BadRequestError"],
  [404, "NotFoundError"],
  [429, "RateLimitError"],
  [500, "InternalServerError"],
]) {
  test(`a provider's ${status} is told as such, without a retry`, async () => {
    const error = await thrown(model(`status-${status}`).invoke("Hello"));
    assert.equal(error.status, status, String(error));
    assert.equal(error.constructor.name, name);
  });
}

test("a wrong access key is an AuthenticationError", async () => {
  const error = await thrown(model("chat", { apiKey: "wrong" }).invoke("Hello"));
  assert.equal(error.status, 401, String(error));
});

test("retries are bounded, and stop at what waiting cannot help", async () => {
  await thrown(model("status-503", { maxRetries: 1 }).invoke("Hello"));
  assert.ok((await seen("langchain-status-503")).requests.length <= 2);
});

test("a cut stream raises after what came before", async () => {
  let said = "";
  const error = await thrown((async () => {
    for await (const chunk of await model("cut").stream("Hello")) said += chunk.content;
  })());
  assert.ok(error instanceof Error);
  assert.equal(said, "Hello");
});

test("an abort closes the upstream", async () => {
  const abort = new AbortController();
  const stream = await model("stalled").stream("Hello", { signal: abort.signal });
  await thrown((async () => {
    for await (const chunk of stream) if (chunk.content) abort.abort();
  })());
  assert.equal((await seen("langchain-stalled")).left, true);
});

test("embeddings arrive", async () => {
  const embeddings = new OpenAIEmbeddings({ model: "langchain-embeddings", apiKey, maxRetries: 0, configuration });
  assert.deepEqual(await embeddings.embedDocuments(["a", "four"]), [[1, 0.5, -0.25], [4, 0.5, -0.25]]);
  assert.deepEqual(await embeddings.embedQuery("abc"), [3, 0.5, -0.25]);
});

async function thrown(promise) {
  return promise.then(() => assert.fail("nothing was thrown"), (error) => error);
}

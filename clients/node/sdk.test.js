import assert from "node:assert/strict";
import test from "node:test";
import OpenAI from "openai";
import { all, hello, relevo, seen, weather } from "./stage.js";

const client = new OpenAI(relevo);
const chat = (model, more = {}, options = {}) =>
  client.chat.completions.create({ model: `sdk-${model}`, messages: hello, ...more }, options);
const texts = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

test("the list holds the aliases", async () => {
  const ids = (await all(client.models.list())).map((model) => model.id);
  assert.ok(ids.includes("sdk-chat"));
  assert.equal((await client.models.retrieve("sdk-chat")).id, "sdk-chat");
});

test("a chat is answered", async () => {
  const answer = await chat("chat");
  assert.equal(answer.choices[0].message.content, "Hello wörld 🌍");
  assert.equal(answer.usage.total_tokens, 12);
  assert.ok(answer._request_id);
});

test("a stream arrives whole, with the usage asked for", async () => {
  const chunks = await all(await chat("chat", { stream: true, stream_options: { include_usage: true } }));
  assert.equal(texts(chunks), "Hello wörld 🌍");
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.total_tokens, 12);
});

test("usage is not told unasked", async () => {
  const chunks = await all(await chat("chat", { stream: true }));
  assert.deepEqual(chunks.filter((chunk) => chunk.usage || chunk.choices.length === 0), []);
});

test("streamed tool calls are put together by the SDK", async () => {
  const stream = client.chat.completions.stream({ model: "sdk-tools", messages: hello, tools: [weather] });
  const { message, finish_reason } = (await stream.finalChatCompletion()).choices[0];
  assert.equal(finish_reason, "tool_calls");
  assert.deepEqual(message.tool_calls.map((call) => [call.id, JSON.parse(call.function.arguments).city]), [
    ["call_a", "Zürich"],
    ["call_b", "Tōkyō"],
  ]);
});

test("the SDK's tool runner gets to the answer", async () => {
  const asked = [];
  const look = ({ city }) => asked.push(city) && "rain";
  const tools = [{ ...weather, function: { ...weather.function, parse: JSON.parse, function: look } }];
  const runner = client.chat.completions.runTools({ model: "sdk-tools", messages: hello, tools, stream: true });
  assert.equal(await runner.finalContent(), "It rains.");
  assert.deepEqual(asked, ["Zürich", "Tōkyō"]);
});

test("JSON mode reaches the provider, and its JSON the client", async () => {
  const answer = await chat("json", { response_format: { type: "json_object" } });
  assert.deepEqual(JSON.parse(answer.choices[0].message.content), { city: "Zürich", rain: true });
  const { requests } = await seen("sdk-json");
  assert.deepEqual(requests.at(-1).body.response_format, { type: "json_object" });
});

test("a JSON schema reaches the provider, and the SDK parses the answer", async () => {
  const schema = { type: "object", properties: { city: { type: "string" }, rain: { type: "boolean" } } };
  const response_format = { type: "json_schema", json_schema: { name: "forecast", strict: true, schema } };
  const answer = await client.chat.completions.parse({ model: "sdk-json", messages: hello, response_format });
  assert.deepEqual(answer.choices[0].message.parsed, { city: "Zürich", rain: true });
});

for (const [status, type] of [
  [400, OpenAI.BadRequestError],
  [404, OpenAI.NotFoundError],
  [422, OpenAI.UnprocessableEntityError],
  [429, OpenAI.RateLimitError],
  [500, OpenAI.InternalServerError],
  [503, OpenAI.InternalServerError],
]) {
  test(`a provider's ${status} is a ${type.name}`, async () => {
    const error = await thrown(chat(`status-${status}`));
    assert.ok(error instanceof type, String(error));
    assert.equal(error.status, status);
    assert.match(error.message, new RegExp(`The upstream said ${status}`));
  });
}

test("a wrong access key is an AuthenticationError, and costs no attempt", async () => {
  const stranger = new OpenAI({ ...relevo, apiKey: "wrong" });
  const error = await thrown(stranger.chat.completions.create({ model: "sdk-completions", messages: hello }));
  assert.ok(error instanceof OpenAI.AuthenticationError, String(error));
  assert.equal(error.code, "invalid_api_key");
});

test("a refusal of the provider's key is no fault of the client's", async () => {
  const error = await thrown(chat("status-401", {}, { maxRetries: 2 }));
  assert.ok(error instanceof OpenAI.InternalServerError, String(error));
  assert.equal((await seen("sdk-status-401")).requests.length, 1);
});

test("a model that is no alias is a NotFoundError", async () => {
  const error = await thrown(chat("nobody"));
  assert.ok(error instanceof OpenAI.NotFoundError, String(error));
  assert.equal(error.code, "model_not_found");
});

test("the SDK waits out a short rate limit", async () => {
  const answer = await chat("limited-once", {}, { maxRetries: 2 });
  assert.equal(answer.choices[0].message.content, "Now");
  assert.equal((await seen("sdk-limited-once")).requests.length, 2);
});

test("a cut stream raises after what came before", async () => {
  const said = [];
  const error = await thrown(chat("cut", { stream: true }).then(async (stream) => {
    for await (const chunk of stream) said.push(chunk);
  }));
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.equal(texts(said), "Hello");
});

test("leaving a stream closes the upstream", async () => {
  const stream = await chat("stalled", { stream: true });
  for await (const chunk of stream) if (texts([chunk])) break;
  assert.equal((await seen("sdk-stalled")).left, true);
});

test("a client's timeout closes the upstream", async () => {
  const error = await thrown(chat("silent", {}, { timeout: 300 }));
  assert.ok(error instanceof OpenAI.APIConnectionTimeoutError, String(error));
  assert.equal((await seen("sdk-silent")).left, true);
});

test("embeddings come in base64 and are decoded by the SDK", async () => {
  const answer = await client.embeddings.create({ model: "sdk-embeddings", input: ["a", "four"] });
  assert.deepEqual(answer.data.map((each) => [...each.embedding]), [[1, 0.5, -0.25], [4, 0.5, -0.25]]);
  const { requests } = await seen("sdk-embeddings");
  assert.equal(requests[0].body.encoding_format, "base64");
  assert.equal(requests[0].path, "/sdk-embeddings/v1/embeddings");
});

test("embeddings come as numbers if asked for", async () => {
  const answer = await client.embeddings.create({ model: "sdk-embeddings", input: "abc", encoding_format: "float" });
  assert.deepEqual(answer.data[0].embedding, [3, 0.5, -0.25]);
});

test("an older completion is answered and streamed", async () => {
  const asked = { model: "sdk-completions", prompt: "Hello" };
  assert.equal((await client.completions.create(asked)).choices[0].text, "Hello");
  const chunks = await all(await client.completions.create({ ...asked, stream: true }));
  assert.equal(chunks.map((chunk) => chunk.choices[0].text).join(""), "Hello");
});

async function thrown(promise) {
  return promise.then(() => assert.fail("nothing was thrown"), (error) => error);
}

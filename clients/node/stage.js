/** What Relevo asked of the scripted upstream for a model: `requests`; `left`: whether Relevo was seen to leave. */
export async function seen(model) {
  const answer = await fetch(`${process.env.UPSTREAM_URL}/${model}/seen`);
  return answer.json();
}

export const relevo = { baseURL: process.env.RELEVO_URL, apiKey: "client-key", maxRetries: 0, timeout: 10_000 };

export const hello = [{ role: "user", content: "Hello" }];

export const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather in a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

export async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

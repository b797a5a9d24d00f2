/** The fields of a JSON object that a server answered; none where the text is no JSON, or something else than an object. */
export function fieldsOfJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

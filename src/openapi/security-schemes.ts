import type { DocumentBuilder } from '@nestjs/swagger';

/** The names of the two ways to send a key, as routes refer to them. */
export const BEARER_SCHEME = 'bearer';
export const API_KEY_SCHEME = 'api_key';

const WHEN = 'Needed where the server is started with API keys.';

/** Declares the two ways, which makes Swagger UI's Authorize ask for them. */
export function declareSecuritySchemes(builder: DocumentBuilder): DocumentBuilder {
  return (
    builder
      // Not addBearerAuth, which says that keys are JSON Web Tokens.
      .addSecurity(BEARER_SCHEME, {
        type: 'http',
        scheme: 'bearer',
        description: `\`Authorization: Bearer KEY\`. ${WHEN}`,
      })
      .addApiKey(
        { type: 'apiKey', in: 'header', name: 'X-API-Key', description: `\`X-API-Key: KEY\`. ${WHEN}` },
        API_KEY_SCHEME,
      )
  );
}

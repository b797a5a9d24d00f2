import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;

/**
 * Writes out the schemas of properties that may be null. `nullable` beside a reference, as the decorators write it, lets no
 * null pass, because the schema that is referred to does not (OpenAPI 3.0.3, clarification of `nullable`).
 */
export function writeOutNullableReferences({ components }: OpenAPIObject): void {
  const schemas = (components?.schemas ?? {}) as Record<string, Json>;
  for (const schema of Object.values(schemas)) {
    for (const property of Object.values((schema.properties ?? {}) as Record<string, Json>)) {
      const [reference] = (property.allOf ?? []) as { $ref?: string }[];
      const target = reference?.$ref?.slice('#/components/schemas/'.length);
      if (property.nullable !== true || target === undefined) continue;
      delete property.allOf;
      Object.assign(property, schemas[target]);
    }
  }
}

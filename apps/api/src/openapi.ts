import { routes } from '@mobilise/contracts/api';
import { problemDetails } from '@mobilise/contracts/problems';
import type { Route } from '@mobilise/contracts/route';
import { z } from 'zod';

type Schema = Record<string, unknown>;

/** The OpenAPI 3.1 document of every route, from the schemas that parse it. */
export function openApi(publicUrl: string): Schema {
  const paths: Record<string, Schema> = {};
  const schemas: Record<string, Schema> = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemas) };
  }
  schemas['Problem'] = jsonSchema(problemDetails, 'output', schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mobilise',
      version: '1',
      description:
        'Everything the screens do. Errors are RFC 9457 problem details with a stable `code`; lists are paged by cursor; an update names the `version` it saw.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of a workspace.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: `${publicUrl.startsWith('https:') ? '__Secure-' : ''}mobilise.session_token`,
        },
      },
      schemas,
    },
  };
}

function operation(name: string, route: Route, schemas: Record<string, Schema>): Schema {
  const parameters = [...fieldsOf(route.params, 'path'), ...fieldsOf(route.query, 'query')];
  const written = (schema: z.ZodType, io: 'input' | 'output') => jsonSchema(schema, io, schemas);
  const types = { csv: 'text/csv', events: 'text/event-stream' } as Record<Route['transport'], string | undefined>;
  const type = types[route.transport] ?? 'application/json';
  return {
    operationId: name,
    summary: route.summary,
    tags: [tagOf(route.path)],
    ...(route.access === 'public' && { security: [] }),
    ...(route.access !== 'public' && route.access !== 'session' && { 'x-action': route.access }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: written(route.body, 'input') } } },
    }),
    ...(route.transport === 'file' && {
      requestBody: { required: true, content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
    }),
    ...(route.transport === 'tus' && tusRequest(route)),
    responses: {
      ...(route.transport === 'tus' && { 204: { description: 'Done; there is nothing to say but headers' } }),
      [route.status]: { description: 'Done', content: { [type]: { schema: written(route.response, 'output') } } },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** What the protocol of resumable uploads asks for beside what a route says of itself. */
function tusRequest(route: Route): Schema {
  const header = (name: string, required: boolean) => ({ name, in: 'header', required, schema: { type: 'string' } });
  const headers: Partial<Record<Route['method'], Schema[]>> = {
    POST: [header('Upload-Length', true), header('Upload-Metadata', true), header('Upload-Checksum', false)],
    PATCH: [header('Upload-Offset', true), header('Upload-Checksum', false)],
  };
  const own = route.method === 'OPTIONS' ? [] : [header('Tus-Resumable', true), ...(headers[route.method] ?? [])];
  const body = { 'application/offset+octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return {
    parameters: [...fieldsOf(route.params, 'path'), ...own],
    ...(headers[route.method] && { requestBody: { required: route.method === 'PATCH', content: body } }),
  };
}

function tagOf(path: string): string {
  return path.split('/').find((part) => part && part !== 'workspaces' && !part.startsWith(':')) ?? 'workspaces';
}

function fieldsOf(schema: z.ZodType | undefined, where: 'path' | 'query'): Schema[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', {}) as {
    properties?: Record<string, Schema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: field,
  }));
}

/**
 * The JSON Schema of a Zod schema. What has a name (`meta({ id })`) goes into `schemas` once and is referred to; what comes in
 * may differ from what goes out, so it has a name of its own.
 */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, Schema>): Schema {
  const {
    $schema: _,
    $defs = {},
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // A body with a field that a route does not know is refused (unknown-fields.ts).
    override: ({ jsonSchema }) => {
      if (io === 'input' && jsonSchema.properties) jsonSchema.additionalProperties ??= false;
    },
  });
  const suffix = io === 'input' ? 'Input' : '';
  const referring = (value: unknown): Schema =>
    JSON.parse(JSON.stringify(value).replace(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/$1${suffix}"`)) as Schema;
  for (const [name, definition] of Object.entries($defs)) {
    // Zod's own names for schemas that have none begin again with every conversion.
    if (name.startsWith('__')) throw new Error('Give a recursive schema a name: meta({ id })');
    schemas[`${name}${suffix}`] ??= referring(definition);
  }
  return referring(rest);
}

import { join } from 'node:path';
import { z } from 'zod';
import { configSchema } from '#server/config.ts';
import { writeOrCompare } from '#tools/generated-file.ts';

/** What JSON Schema says of one variable; only the words the table uses. */
type Shape = {
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
};

const INTRODUCTION = `# Configuration

Every variable the server reads, once, when it starts. This page is printed from the schema in \`src/server/config.ts\`
by \`node tools/generate-configuration.ts\`; do not edit it by hand. A variable that is wrong, or missing where it is
required, stops the start with a sentence that names it.

| variable | values | default | what it is for |
|---|---|---|---|
`;

if (import.meta.main) writeOrCompare(join(import.meta.dirname, '../docs/configuration.md'), configurationPage());

/** The page docs/configuration.md: one row a variable, in the order of the schema. */
export function configurationPage(): string {
  const rows = Object.entries(configSchema.shape).map(([name, schema]) => row(name, schema));
  return `${INTRODUCTION}${rows.join('\n')}\n`;
}

function row(name: string, schema: z.ZodType): string {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const isRequired = !schema.safeParse(undefined).success;
  const fallback = shape.default === undefined ? (isRequired ? '**required**' : 'none') : code(shape.default);
  return `| \`${name}\` | ${valuesOf(shape)} | ${fallback} | ${cell(schema.description ?? '')} |`;
}

function valuesOf(shape: Shape): string {
  if (shape.enum !== undefined) return shape.enum.map(code).join(', ');
  if (shape.type === 'integer' || shape.type === 'number') return `${shape.type === 'integer' ? 'whole number' : 'number'}${limits(shape)}`;
  if (shape.format === 'uri') return 'URL';
  return shape.pattern === undefined ? 'text' : `text like ${code(shape.pattern)}`;
}

function limits({ minimum, maximum }: Shape): string {
  const from = minimum === undefined ? '' : ` from ${String(minimum)}`;
  return maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? from : `${from} to ${String(maximum)}`;
}

function code(value: unknown): string {
  return `\`${cell(String(value))}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

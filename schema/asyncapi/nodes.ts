import { z } from 'zod';
import { FIELD_WORDS } from '../event-words.ts';

/** A part of the document. */
export type Node = { [name: string]: unknown };

/** A reference within the document. */
export const at = (...path: string[]): Node => ({
	$ref: `#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
});
export const schemaAt = (name: string) => at('components', 'schemas', name);
export const messageAt = (name: string) => at('components', 'messages', name);
/** What a producer may send, as JSON Schema: the input of a schema, before its defaults and transforms. */
export function jsonSchema(schema: z.ZodType): Node {
	const { $schema: _, ...rest } = z.toJSONSchema(schema, {
		io: 'input',
		target: 'draft-7',
		override({ jsonSchema, path }) {
			if (jsonSchema.format === 'date-time') delete jsonSchema.pattern; // says the same at length
			const field = path.at(-2) === 'properties' ? FIELD_WORDS[String(path.at(-1))] : undefined;
			if (field) jsonSchema.description = field;
		}
	});
	return rest;
}

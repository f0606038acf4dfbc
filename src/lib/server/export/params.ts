import { z } from 'zod';
import { FORMATS } from './answer.ts';

/** How a file is asked for: `format=csv|xlsx`, `header=words|names`. */
export const FILE_PARAMS = ['format', 'header'] as const;

export const FileParams = z.object({
	format: z.enum(FORMATS, { error: 'expected csv or xlsx' }),
	header: z.enum(['words', 'names'], { error: 'expected words or names' }).default('words')
});

/** The same address without these. */
export function without(params: URLSearchParams, names: readonly string[]): URLSearchParams {
	return new URLSearchParams([...params].filter(([name]) => !names.includes(name)));
}

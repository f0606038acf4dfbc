import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const Figures = z.record(z.string(), z.number());
const Grouped = z.record(z.string(), z.union([z.number(), Figures]));
const AnswerKeys = z.record(z.string(), z.record(z.string(), z.union([z.number(), Grouped])));

/** Published figures of a file: `total` and groups, each with its figures; counts by value beside them. */
export type Keys = z.output<typeof AnswerKeys>[string];

const generated = fileURLToPath(new URL('../fixtures/', import.meta.url));

/**
 * The sample files: the real ones where TOUCHSTONE_SAMPLES says they are, else small generated ones of the same format
 * with the same defects (test/fixtures). `origin` belongs into the test's title.
 */
export function samples() {
	const real = process.env.TOUCHSTONE_SAMPLES;
	const folder = real || generated;
	const keys = AnswerKeys.parse(JSON.parse(readFileSync(join(folder, 'answer_keys.json'), 'utf8')));
	return {
		/** The figures published of the files themselves hold. */
		isReal: Boolean(real),
		origin: real ? 'the real files of TOUCHSTONE_SAMPLES' : 'generated files (TOUCHSTONE_SAMPLES is unset)',
		file(name: string): string {
			const zipped = join(folder, `${name}.csv.gz`);
			return existsSync(zipped) ? zipped : join(folder, `${name}.csv`);
		},
		keys(name: string): Keys {
			const found = keys[name];
			if (!found) throw new Error(`answer_keys.json has no ${name}`);
			return found;
		}
	};
}

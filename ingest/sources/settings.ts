import { z } from 'zod';
import { Zone } from '#schema/environment.ts';
import { SOURCE_NAMES } from './registry.ts';

/** Tells two installations of a vendor apart; it becomes part of case ids. */
export const Account = z
	.string()
	.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'expected 1 to 64 letters, digits, dots, dashes or underlines');

const SourceSetting = z.strictObject({
	/** Zone of times that come without one; else the business zone. */
	zone: Zone.optional(),
	/** What queues, groups and agents are called, by the vendor's id. */
	names: z.record(z.string().max(300), z.string().min(1).max(200)).default({})
});

/** A source, or one account of it: `genesys`, `genesys/emea`. */
const SourceKey = z.string().refine(
	(key) => {
		const [name = '', account, ...more] = key.split('/');
		const known = SOURCE_NAMES.includes(name) && more.length === 0;
		return known && (account === undefined || Account.safeParse(account).success);
	},
	`expected NAME or NAME/ACCOUNT, where NAME is one of ${SOURCE_NAMES.join(', ')}`
);

/** What an installation says about its sources. An account has its own settings, else those of its source. */
export const SourceSettings = z.record(SourceKey, SourceSetting);
export type SourceSettings = z.output<typeof SourceSettings>;

/** Reads the settings, a JSON text. Throws an error that names every field that is wrong, and where they came from. */
export function readSourceSettings(text: string, from: string): SourceSettings {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new Error(`${from}: not JSON: ${error instanceof Error ? error.message : String(error)}`, {
			cause: error
		});
	}
	const settings = SourceSettings.safeParse(json);
	if (settings.success) return settings.data;
	const wrong = settings.error.issues.map((issue) => {
		const { message } = issue.code === 'invalid_key' ? (issue.issues[0] ?? issue) : issue;
		return `  ${issue.path.join('.') || 'the file'}: ${message}`;
	});
	throw new Error([`${from}: these settings of sources cannot be read:`, ...wrong].join('\n'));
}

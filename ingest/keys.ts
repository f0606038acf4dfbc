import { createHash, timingSafeEqual } from 'node:crypto';

/** A source's key: its name in the log, its secret, and the teams it may speak for (all when undefined). */
export type Key = { name: string; secret: string; teams?: ReadonlySet<string> };

/** A secret shorter than this, or of few different characters, is weak. */
const SECRET_LENGTH = 16;
const SECRET_VARIETY = 6;

/** Reads `name:secret[:team|team…],…`. Throws saying which entry is wrong, never the secret. */
export function parseKeys(text: string): Key[] {
	const keys = text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map(parseKey);
	const names = new Set(keys.map(({ name }) => name));
	if (keys.length === 0) throw new Error('expected name:secret[:team|team…],…');
	if (names.size < keys.length) throw new Error('two keys have the same name');
	if (new Set(keys.map(({ secret }) => secret)).size < keys.length)
		throw new Error('two keys have the same secret');
	return keys;
}

function parseKey(entry: string, index: number): Key {
	const [name = '', secret = '', teams, ...rest] = entry.split(':');
	if (!name || !secret || rest.length > 0)
		throw new Error(`entry ${index + 1}: expected name:secret or name:secret:team|team`);
	if (teams === undefined) return { name, secret };
	const list = teams.split('|').filter((team) => team !== '');
	if (list.length === 0) throw new Error(`entry ${index + 1} (${name}): names no team after the last colon`);
	return { name, secret, teams: new Set(list) };
}

export const isWeak = (secret: string) =>
	secret.length < SECRET_LENGTH ||
	new Set(secret).size < SECRET_VARIETY ||
	/secret|password|changeme/i.test(secret);

const digest = (text: string) => createHash('sha256').update(text).digest();

/** The secret of `Bearer SECRET`, or of `Basic` NAME:SECRET: a sender of webhooks may know only how to put it into the address. */
function secretOf(authorization: string): string {
	const [, scheme = '', credentials = ''] = /^(Bearer|Basic) +(\S+) *$/i.exec(authorization) ?? [];
	if (scheme.toLowerCase() !== 'basic') return credentials;
	const pair = Buffer.from(credentials, 'base64').toString();
	return pair.slice(pair.indexOf(':') + 1);
}

/** Finds the key of an `Authorization` header. Every key is compared, each in constant time. */
export function createKeyring(keys: readonly Key[]) {
	const known = keys.map((key) => ({ key, digest: digest(key.secret) }));
	return (authorization: string | undefined): Key | undefined => {
		const given = digest(secretOf(authorization ?? ''));
		let found: Key | undefined;
		for (const { key, digest } of known) if (timingSafeEqual(digest, given)) found = key;
		return found;
	};
}
export type Keyring = ReturnType<typeof createKeyring>;

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ENV, readEnv, readKeys, readPseudonymKey } from '../../ingest/env.ts';

const data = mkdtempSync(join(tmpdir(), 'touchstone-env-'));
afterAll(() => rmSync(data, { recursive: true }));

test('needs nothing on loopback', () => {
	expect(readEnv({})).toMatchObject({
		HOST: '127.0.0.1',
		INGEST_PORT: 8787,
		CLICKHOUSE_DATABASE: 'touchstone',
		TOUCHSTONE_DATA: './data'
	});
});

test('takes an empty variable as unset', () => {
	expect(readEnv({ INGEST_PORT: '', TOUCHSTONE_INGEST_KEYS: '', CLICKHOUSE_URL: '' })).toEqual(readEnv({}));
});

test('lists all that is wrong at once', () => {
	const wrong = {
		INGEST_PORT: '99999',
		CLICKHOUSE_URL: 'ftp://somewhere',
		CLICKHOUSE_DATABASE: 'a b',
		TOUCHSTONE_INGEST_KEYS: 'nonsense',
		TOUCHSTONE_PSEUDONYM_KEY: 'short'
	};
	const message = (() => {
		try {
			readEnv(wrong);
		} catch (error) {
			return String(error);
		}
	})();
	for (const name of Object.keys(wrong)) expect(message).toContain(`\n  ${name}: `);
});

test.each([
	[{}, /TOUCHSTONE_INGEST_KEYS: needed/],
	[{ TOUCHSTONE_INGEST_KEYS: 'a:demo' }, /TOUCHSTONE_INGEST_KEYS: the secret of a is weak/]
])('does not start for others to reach with %j', (variables, message) => {
	expect(() => readEnv({ HOST: '0.0.0.0', ...variables })).toThrow(message);
});

test('starts for others to reach with a strong key', () => {
	expect(readEnv({ HOST: '0.0.0.0', TOUCHSTONE_INGEST_KEYS: 'a:pX3kQ9vT7mB2wL5zR8nC' }).HOST).toBe('0.0.0.0');
});

test('accepts a weak key on loopback', () => {
	expect(readEnv({ TOUCHSTONE_INGEST_KEYS: 'a:demo' }).TOUCHSTONE_INGEST_KEYS).toHaveLength(1);
});

test('describes every variable', () => {
	for (const [name, type] of Object.entries(ENV)) expect(type.description, name).toBeTruthy();
});

test('makes a key at the first start, keeps it for its owner alone, and finds it again', () => {
	const env = readEnv({ TOUCHSTONE_DATA: join(data, 'new') });
	const first = readKeys(env);
	expect(first.made).toMatch(/^[\w-]{32}$/);
	expect(statSync(join(data, 'new/ingest.key')).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(data, 'new/ingest.key'), 'utf8').trim()).toBe(first.made);
	const second = readKeys(env);
	expect(second.made).toBeUndefined();
	expect(second.keys).toEqual(first.keys);
});

test('makes no key where keys are given', () => {
	const env = readEnv({ TOUCHSTONE_DATA: data, TOUCHSTONE_INGEST_KEYS: 'a:demo' });
	expect(readKeys(env)).toEqual({ keys: [{ name: 'a', secret: 'demo' }] });
});

test('keeps one key of pseudonyms from start to start', () => {
	const env = readEnv({ TOUCHSTONE_DATA: data });
	const key = readPseudonymKey(env);
	expect(key.length).toBeGreaterThanOrEqual(32);
	expect(readPseudonymKey(env)).toBe(key);
	expect(readPseudonymKey({ ...env, TOUCHSTONE_PSEUDONYM_KEY: 'given-0123456789' })).toBe('given-0123456789');
});

test('says what to do about an empty key file', () => {
	writeFileSync(join(data, 'ingest.key'), '\n');
	expect(() => readKeys(readEnv({ TOUCHSTONE_DATA: data }))).toThrow(/ingest\.key is empty: delete it/);
});

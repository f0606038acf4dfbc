import { expect, test } from 'vitest';
import { ENV, readEnv } from '../../src/environment.ts';

test('has a default for everything it needs', () => {
	expect(readEnv({})).toMatchObject({
		PORT: 3000,
		INGEST_PORT: 8787,
		HOST: '127.0.0.1',
		TOUCHSTONE_DATA: './data'
	});
});

test('takes an empty variable for an unset one', () => {
	expect(readEnv({ PORT: '', CLICKHOUSE_URL: '' })).toEqual(readEnv({}));
});

test('names everything that is wrong at once', () => {
	const wrong = {
		PORT: 'web',
		TOUCHSTONE_TIMEZONE: 'Mars/Base',
		CLICKHOUSE_URL: 'ftp://x',
		TOUCHSTONE_API_KEYS: 'a:b:king'
	};
	for (const name of Object.keys(wrong)) expect(() => readEnv(wrong)).toThrow(name);
});

test('says of every variable what it is for', () => {
	for (const [name, type] of Object.entries(ENV)) expect(type.description, name).toBeTruthy();
});

import { expect, test } from 'vitest';
import { readSettings } from '../../../ingest/simulate/settings.ts';

const file = (path: string) => {
	if (path === '/var/touchstone/ingest.key') return 'kept-in-the-file\n';
	throw new Error('ENOENT');
};
const read = (env: Record<string, string>) =>
	readSettings({ TOUCHSTONE_DATA: '/var/touchstone', ...env }, file);

test('takes the key of its own variable first, then the first of ingest, then the one made at the first start', () => {
	const keys = 'crm:the-first-secret,phone:the-second-secret:East';
	expect(read({ TOUCHSTONE_INGEST_KEY: 'mine', TOUCHSTONE_INGEST_KEYS: keys }).key).toBe('mine');
	expect(read({ TOUCHSTONE_INGEST_KEYS: keys }).key).toBe('the-first-secret');
	expect(read({}).key).toBe('kept-in-the-file');
});

test('says what to do when there is no key', () => {
	expect(() => read({ TOUCHSTONE_DATA: '/elsewhere' })).toThrow(/\/elsewhere\/ingest\.key .*npm start/);
});

test.each([
	[{}, 'ws://127.0.0.1:8787/v1/events'],
	[{ HOST: '0.0.0.0', INGEST_PORT: '9000' }, 'ws://127.0.0.1:9000/v1/events'],
	[{ HOST: '::1' }, 'ws://[::1]:8787/v1/events'],
	[{ HOST: 'ingest.example', INGEST_PORT: '' }, 'ws://ingest.example:8787/v1/events']
])('finds ingest by %j', (env, url) => {
	expect(read(env).url).toBe(url);
});

test('takes the zone of the business, else that of the system', () => {
	expect(read({ TOUCHSTONE_TIMEZONE: 'Asia/Shanghai' }).zone).toBe('Asia/Shanghai');
	expect(read({}).zone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
});

test('lists all that is wrong with the environment', () => {
	const wrong = () => read({ TOUCHSTONE_TIMEZONE: 'Mars/Olympus', INGEST_PORT: 'x' });
	expect(wrong).toThrow(/INGEST_PORT: [^]*TOUCHSTONE_TIMEZONE: expected an IANA time zone/);
});

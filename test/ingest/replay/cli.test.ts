import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { readArgs } from '../../../ingest/replay/args.ts';
import { ingestKey, ingestUrl, readEnv } from '../../../ingest/replay/env.ts';
import { mappingOf, runReplay } from '../../support/replay.ts';
import { samples } from '../../support/samples.ts';

const calls = samples().file('call_centre_trends');

/** A port on which nobody listens any more. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : 0;
}

describe('npm run replay', () => {
	test('explains itself', async () => {
		const { code, stdout } = await runReplay(['--help']);
		expect(code).toBe(0);
		expect(stdout).toContain('npm run replay -- FILE --mapping MAPPING.json');
	});

	test('says what to do when no ingest answers', async () => {
		const url = `ws://127.0.0.1:${await freePort()}/v1/events`;
		const { code, stderr } = await runReplay([
			calls,
			'--mapping',
			mappingOf('call_centre_trends'),
			'--url',
			url
		]);
		expect(code).toBe(1);
		expect(stderr).toContain(`No ingest answers at ${url}. Start one with npm start`);
		expect(stderr).not.toMatch(/^\s+at /m);
	});

	test('refuses a mapping it cannot find, without a stack trace', async () => {
		const { code, stderr } = await runReplay([calls, '--mapping', 'nowhere.json']);
		expect(code).toBe(1);
		expect(stderr).toMatch(/^Cannot read the mapping nowhere\.json: /);
		expect(stderr).not.toMatch(/^\s+at /m);
	});
});

describe('readArgs', () => {
	test('takes the speed as a number or max, max when it is not said', () => {
		const speed = (...args: string[]) => readArgs(['f.csv', '--mapping', 'm.json', ...args]);
		expect(speed()).toMatchObject({ file: 'f.csv', mapping: 'm.json', speed: Infinity });
		expect(speed('--speed', 'max')).toMatchObject({ speed: Infinity });
		expect(speed('--speed', '60', '--limit', '5')).toMatchObject({ speed: 60, limit: 5 });
	});

	test.each<[string[], RegExp]>([
		[[], /FILE is missing[^]*--mapping MAPPING\.json is missing/],
		[['a.csv', 'b.csv', '--mapping', 'm.json'], /expected one FILE/],
		[['a.csv', '--mapping', 'm.json', '--speed', 'fast'], /--speed: expected a number over 0, or max/],
		[['a.csv', '--mapping', 'm.json', '--speed', '0'], /--speed/],
		[['a.csv', '--mapping', 'm.json', '--limit', '-1'], /--limit/],
		[['a.csv', '--mapping', 'm.json', '--url', 'http://x'], /--url: expected ws:/],
		[['a.csv', '--maping', 'm.json'], /--maping/]
	])('refuses %j, naming it', (argv, message) => {
		expect(() => readArgs(argv)).toThrow(message);
	});
});

describe('the environment', () => {
	test('gives the address and the first key', () => {
		const env = readEnv({
			HOST: '0.0.0.0',
			INGEST_PORT: '9000',
			TOUCHSTONE_INGEST_KEYS: 'a:first-secret,b:second'
		});
		expect(ingestUrl(env)).toBe('ws://127.0.0.1:9000/v1/events');
		expect(ingestKey(env)).toBe('first-secret');
	});

	test('says where a key comes from when there is none', () => {
		expect(() => ingestKey(readEnv({ TOUCHSTONE_DATA: '/nowhere' }))).toThrow(/no \/nowhere\/ingest\.key/);
	});

	test('refuses a zone that does not exist, naming the variable', () => {
		expect(() => readEnv({ TOUCHSTONE_TIMEZONE: 'Mars/Base' })).toThrow(
			/TOUCHSTONE_TIMEZONE: expected an IANA/
		);
	});
});

import { expect, test } from 'vitest';
import { whoIs, whyNot } from '../../src/lib/server/guard.ts';

const TOUCHSTONE_API_KEYS =
	'ann:secret-of-ann:operator,bob:secret-of-bob:viewer,eve:secret-of-eve:administrator';
const request = (headers: Record<string, string>) => ({ headers: new Headers(headers) });

test.each(['127.0.0.1:3000', 'localhost:3000', '[::1]:3000', '127.0.0.1'])(
	'lets %s change events where only this machine can',
	(host) => {
		expect(whyNot(request({ host }), { HOST: '127.0.0.1', TOUCHSTONE_API_KEYS: undefined })).toBeUndefined();
	}
);

test('refuses a name of elsewhere that leads to this machine', () => {
	const refused = whyNot(request({ host: 'evil.example:3000' }), { HOST: '127.0.0.1', TOUCHSTONE_API_KEYS });
	expect(refused).toMatchObject({ path: 'Host' });
});

test.each([
	[undefined, 'Authorization'],
	['Bearer secret-of-bob', 'Authorization'],
	['Bearer wrong', 'Authorization'],
	['Bearer', 'Authorization'],
	['Bearer secret-of-ann', undefined],
	['bearer secret-of-eve', undefined]
])('where others can reach it, judges %s', (authorization, path) => {
	const headers = { host: 'touchstone.example', ...(authorization && { authorization }) };
	expect(whyNot(request(headers), { HOST: '0.0.0.0', TOUCHSTONE_API_KEYS })?.path).toBe(path);
});

test('where others can reach it and there is no key, nobody may', () => {
	const told = whyNot(request({ host: 'localhost' }), { HOST: '0.0.0.0', TOUCHSTONE_API_KEYS: undefined });
	expect(told?.detail).toMatch(/TOUCHSTONE_API_KEYS/);
});

test('knows whose key it is, whatever its role', () => {
	const who = (authorization?: string) =>
		whoIs(request(authorization ? { authorization } : {}), { TOUCHSTONE_API_KEYS });
	expect([who('Bearer secret-of-ann'), who('Bearer secret-of-bob'), who('Bearer wrong'), who()]).toEqual([
		...['ann', 'bob', '', '']
	]);
	expect(whoIs(request({ authorization: 'Bearer x' }), { TOUCHSTONE_API_KEYS: undefined })).toBe('');
});

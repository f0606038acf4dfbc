import { expect, test } from 'vitest';
import { createKeyring, isWeak, parseKeys } from '../../ingest/keys.ts';

test('reads names, secrets and teams', () => {
	expect(parseKeys('pbx:s3cr3t-of-the-pbx, crm:other-one:Billing|Hotline East 华东')).toEqual([
		{ name: 'pbx', secret: 's3cr3t-of-the-pbx' },
		{ name: 'crm', secret: 'other-one', teams: new Set(['Billing', 'Hotline East 华东']) }
	]);
});

test.each([
	['', /expected name:secret/],
	['pbx', /entry 1: expected name:secret/],
	['a:one-secret,b', /entry 2: expected name:secret/],
	['a:b:c:d', /entry 1/],
	['a:secret-a:', /entry 1 \(a\): names no team/],
	['a:one,a:two', /two keys have the same name/],
	['a:one,b:one', /two keys have the same secret/]
])('refuses %j and says which entry is wrong', (text, message) => {
	expect(() => parseKeys(text)).toThrow(message);
});

test('never repeats a secret in an error', () => {
	expect(() => parseKeys('a:hidden-one:x:y')).toThrow(/^(?!.*hidden-one)/);
});

test.each(['short', 'aaaaaaaaaaaaaaaaaaaaaaaa', 'my-secret-key-0123456789', 'Password-0123456789-abc'])(
	'calls %j weak',
	(secret) => expect(isWeak(secret)).toBe(true)
);

test('does not call a random key weak', () => {
	expect(isWeak('pX3kQ9vT7mB2wL5zR8nC')).toBe(false);
});

test.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer wrong', 'Basic right', 'right', 'Bearer right more'])(
	'knows nobody by the header %j',
	(header) => {
		expect(createKeyring([{ name: 'a', secret: 'right' }])(header)).toBeUndefined();
	}
);

test('finds the owner of a key', () => {
	const keyring = createKeyring([
		{ name: 'a', secret: 'one' },
		{ name: 'b', secret: 'two' }
	]);
	expect(keyring('Bearer two')?.name).toBe('b');
	expect(keyring('bearer one')?.name).toBe('a');
});

test('finds it in the address of a webhook, too, which becomes Basic', () => {
	const keyring = createKeyring([{ name: 'chat', secret: 's:ecret' }]);
	const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
	expect(keyring(basic('chat:s:ecret'))?.name).toBe('chat');
	expect(keyring(basic(':s:ecret'))?.name).toBe('chat');
	expect(keyring(basic('chat:wrong'))).toBeUndefined();
	expect(keyring(basic('chat'))).toBeUndefined();
});

test('nobody has the empty key, even if no key is known', () => {
	expect(createKeyring([])('Bearer ')).toBeUndefined();
});

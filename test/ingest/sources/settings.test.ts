import { expect, test } from 'vitest';
import { readSourceSettings } from '../../../ingest/sources/settings.ts';

const read = (settings: unknown) => () => readSourceSettings(JSON.stringify(settings), 'sources.json');

test('reads the zone and the names of sources and of their accounts', () => {
	expect(
		read({ genesys: { names: { '1': 'Billing' } }, 'asterisk/emea': { zone: 'Europe/Berlin' } })()
	).toEqual({
		genesys: { names: { '1': 'Billing' } },
		'asterisk/emea': { zone: 'Europe/Berlin', names: {} }
	});
});

test('names every field that is wrong, and the file', () => {
	const wrong = read({
		genesis: {},
		zendesk: { zone: 'Mars/Base' },
		chatwoot: { colour: 'red' },
		'genesys/': {}
	});
	for (const said of [
		/sources\.json/,
		/genesis: expected NAME/,
		/zendesk\.zone: expected an IANA time zone/,
		/colour/
	])
		expect(wrong).toThrow(said);
	expect(wrong).toThrow(/genesys\/: expected NAME/);
	expect(() => readSourceSettings('{', 'sources.json')).toThrow(/sources\.json: not JSON/);
});

import { Contact } from './amazon-connect/contact.ts';
import { factsOf, NAME } from './amazon-connect/facts.ts';
import { isRecord } from '#schema/record.ts';
import { readEach, word } from './read.ts';
import { eventsOf, refuseIssue, type Source, type SourceOptions, type SourceResult } from './source.ts';

/** `detail-type` of contact events on EventBridge; both names of the product are in use. */
const CONTACT_EVENT = /^(Amazon Connect|Connect Customer) Contact Event$/;

function readContact(input: unknown, options: SourceOptions, at: string[]): SourceResult {
	const contact = Contact.safeParse(input);
	if (!contact.success) return refuseIssue(contact.error, at);
	const unmapped: { field: string; value: string }[] = [];
	const events = factsOf(contact.data, options, unmapped).map(eventsOf(NAME, options));
	return { ok: true, mapped: { events, unmapped } };
}

function readOne(item: unknown, options: SourceOptions): SourceResult {
	if (!isRecord(item) || !('detail-type' in item)) return readContact(item, options, []);
	const type = word.parse(item['detail-type']) ?? '';
	if (CONTACT_EVENT.test(type)) return readContact(item.detail, options, ['detail']);
	return {
		ok: true,
		mapped: { events: [], unmapped: [{ field: 'detail-type', value: type }] }
	};
}

/**
 * Amazon Connect: contact records and contact events, one or an array of them, the events as EventBridge wraps them or bare.
 * What becomes of them: amazon-connect.md.
 */
export const amazonConnect: Source = {
	name: NAME,
	content: 'json',
	read: (payload, options) => readEach(payload, (item) => readOne(item, options))
};

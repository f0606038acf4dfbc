/**
 * Payloads modelled on https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ and
 * https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/ (ticket event export).
 */

export type Detail = Record<string, unknown>;

let serial = 0;

/** A webhook of a ticket event. Zendesk writes ids as text, statuses in capitals, times to the nanosecond. */
export function webhook(
	kind: string,
	time: string,
	event: Record<string, unknown> = {},
	detail: Detail = {}
) {
	return {
		account_id: 22129848,
		detail: {
			actor_id: '8447388090494',
			assignee_id: '8447388090495',
			brand_id: '8447346621310',
			created_at: '2026-01-05T09:00:00Z',
			custom_status: '8447320465791',
			description: 'Ann Smith (ann@example.com) cannot pay',
			external_id: null,
			form_id: '8646151517822',
			group_id: '8447320466430',
			id: '5158',
			is_public: true,
			organization_id: '8447346622462',
			priority: 'LOW',
			requester_id: '8447388090494',
			status: 'OPEN',
			subject: 'cannot pay with my card',
			submitter_id: '8447388090494',
			tags: ['paid'],
			type: 'QUESTION',
			updated_at: '2026-01-05T09:00:00Z',
			via: { channel: 'mail' },
			...detail
		},
		event: { meta: { sequence: { id: `01J${serial}`, position: 1 } }, ...event },
		id: `cbe4028c-7239-495d-b020-f22348516046-${++serial}`,
		subject: `zen:ticket:${String(detail.id ?? '5158')}`,
		time,
		type: `zen:event-type:ticket.${kind}`,
		zendesk_event_version: '2022-11-06'
	};
}

export const comment = (author: string, is_staff: boolean, is_public = true) => ({
	comment: {
		id: `c${author}`,
		body: 'My number is 555-0101',
		is_public,
		author: { id: author, is_staff, name: 'Ann Smith' }
	}
});

/** An update in the export: its changes, each with an id of its own. */
export function update(
	ticket: number,
	created_at: string,
	updater: number,
	changes: Record<string, unknown>[],
	via = 'Mail'
) {
	const id = ++serial * 100;
	return {
		id,
		ticket_id: ticket,
		timestamp: Date.parse(created_at) / 1000,
		created_at,
		updater_id: updater,
		via,
		system: { client: 'Mozilla/5.0', location: 'Berlin', latitude: 52.5, longitude: 13.4 },
		metadata: {},
		event_type: 'Audit',
		child_events: changes.map((change, index) => ({
			...{ id: id + index + 1, via, via_reference_id: null, event_type: 'Change' },
			...change
		}))
	};
}

export const STAFF = 42;
export const CUSTOMER = 7;

/** The creation of a ticket: one `Create` for each property, and the description. */
export const creation = (
	ticket: number,
	at: string,
	fields: Record<string, unknown> = {},
	requester = CUSTOMER
) =>
	update(ticket, at, requester, [
		...Object.entries({
			status: 'new',
			requester_id: requester,
			group_id: 11,
			priority: 'high',
			...fields
		}).map(([name, value]) => ({ event_type: 'Create', [name]: value })),
		{ event_type: 'Comment', comment_present: true, comment_public: true }
	]);

export const becomes = (ticket: number, at: string, status: string, previous_value: string) =>
	update(ticket, at, STAFF, [{ status, previous_value }]);

export const says = (ticket: number, at: string, author: number, comment_public = true) =>
	update(ticket, at, author, [{ event_type: 'Comment', comment_present: true, comment_public }]);

export const page = (ticket_events: unknown[]) => ({
	ticket_events,
	users: [
		{ id: STAFF, role: 'agent', name: 'Bob Jones' },
		{ id: CUSTOMER, role: 'end-user' }
	],
	count: ticket_events.length,
	end_of_stream: true,
	end_time: 1767603600
});

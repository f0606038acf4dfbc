/**
 * Payloads modelled on https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks and on what
 * chatwoot/chatwoot sends: app/presenters/conversations/event_data_presenter.rb, app/models/message.rb (webhook_data).
 */

type Fields = Record<string, unknown>;

/** Seconds since 1970, as Chatwoot writes most of its times. */
export const seconds = (time: string) => Date.parse(time) / 1000;

/** A conversation as it is at `time`. */
export function conversation(id: number, time: string, fields: Fields = {}) {
	return {
		additional_attributes: { browser: { browser_name: 'Chrome' }, referer: 'https://example.com' },
		can_reply: true,
		channel: 'Channel::WebWidget',
		contact_inbox: { id: 547, contact_id: 89, inbox_id: 17, source_id: '+49171555', hmac_verified: false },
		id,
		inbox_id: 17,
		messages: [],
		labels: ['vip'],
		meta: {
			sender: {
				id: 89,
				name: 'Ann Smith',
				email: 'ann@example.com',
				phone_number: '+49171555',
				type: 'contact'
			},
			assignee: { id: 3, name: 'Bob Jones', available_name: 'Bob', type: 'user', email: 'bob@example.com' },
			team: { id: 5, name: 'billing' },
			hmac_verified: false
		},
		status: 'open',
		custom_attributes: {},
		snoozed_until: null,
		unread_count: 0,
		first_reply_created_at: null,
		priority: null,
		waiting_since: 0,
		agent_last_seen_at: 0,
		contact_last_seen_at: 0,
		timestamp: Math.floor(seconds(time)),
		created_at: seconds('2026-01-05T09:00:00Z'),
		updated_at: seconds(time),
		...fields
	};
}

/** A webhook about a conversation; `changes` is field → [before, after]. */
export const about = (
	event: string,
	id: number,
	time: string,
	changes: Record<string, unknown[]> = {},
	fields: Fields = {}
) => ({
	...conversation(id, time, fields),
	event,
	changed_attributes: Object.entries(changes).map(([name, [previous_value, current_value]]) => ({
		[name]: { previous_value, current_value }
	}))
});

export const created = (id: number, time: string, fields: Fields = {}) => ({
	...conversation(id, time, { created_at: seconds(time), ...fields }),
	event: 'conversation_created'
});

export const became = (id: number, time: string, status: string, before: string, fields: Fields = {}) =>
	about('conversation_status_changed', id, time, { status: [before, status] }, { status, ...fields });

export const AGENT = { id: 3, name: 'Bob Jones', email: 'bob@example.com', type: 'user' };
export const BOT = { id: 1, name: 'helper', type: 'agent_bot' };
export const CONTACT = {
	id: 89,
	name: 'Ann Smith',
	phone_number: '+49171555',
	account: { id: 1, name: 'acme' }
};

/** A webhook about a message of conversation `of`. */
export function message(id: number, of: number, time: string, fields: Fields = {}, state: Fields = {}) {
	return {
		account: { id: 1, name: 'acme' },
		additional_attributes: {},
		content_attributes: {},
		content_type: 'text',
		content: 'My number is 555-0101',
		conversation: conversation(of, time, state),
		created_at: time,
		id,
		inbox: { id: 17, name: 'shop' },
		message_type: 'outgoing',
		private: false,
		sender: AGENT,
		source_id: null,
		event: 'message_created',
		...fields
	};
}

/** The message that asks for a rating, and the same with its answer. */
export const survey = (id: number, of: number, time: string, fields: Fields = {}, state: Fields = {}) =>
	message(
		id,
		of,
		time,
		{ content_type: 'input_csat', message_type: 'template', sender: null, ...fields },
		state
	);

export const rating = (id: number, of: number, time: string, score: number) =>
	survey(id, of, time, {
		event: 'message_updated',
		created_at: '2026-01-05T10:00:00.000Z',
		content_attributes: {
			submitted_values: { csat_survey_response: { rating: score, feedback_message: 'thanks Bob' } }
		}
	});

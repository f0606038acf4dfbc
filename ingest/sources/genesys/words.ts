import type { Channel } from '#schema/event.ts';

/** Every value that Genesys Cloud documents for a conversation, and what it means here. */

/** Media type of a detail event, list of a conversation's communications, or end of a topic; lower case. */
export const MEDIA: Readonly<Record<string, Channel>> = {
	voice: 'phone',
	calls: 'phone',
	callback: 'phone',
	callbacks: 'phone',
	chat: 'chat',
	chats: 'chat',
	email: 'email',
	emails: 'email',
	message: 'chat', // its message type says more
	messages: 'chat',
	socialexpressions: 'social',
	cobrowse: 'other',
	cobrowses: 'other',
	cobrowsesessions: 'other',
	video: 'other',
	videos: 'other',
	screenshare: 'other',
	screenshares: 'other',
	internalmessage: 'other',
	unknown: 'other'
};

/** `messageType`, or `type` of a message; lower case. */
export const MESSAGE_TYPES: Readonly<Record<string, Channel>> = {
	unknown: 'chat',
	sms: 'other',
	webmessaging: 'chat',
	open: 'other',
	apple: 'social',
	facebook: 'social',
	instagram: 'social',
	kakao: 'social',
	line: 'social',
	telegram: 'social',
	twitter: 'social',
	viber: 'social',
	wechat: 'social',
	whatsapp: 'social'
};

/** `purpose` of a participant. Machines and the way a call takes are nobody who answers. */
export const PURPOSES: Readonly<Record<string, 'customer' | 'queue' | 'human' | 'none'>> = {
	customer: 'customer',
	external: 'customer',
	acd: 'queue',
	agent: 'human',
	user: 'human',
	api: 'none',
	botflow: 'none',
	campaign: 'none',
	dialer: 'none',
	fax: 'none',
	group: 'none',
	inbound: 'none',
	ivr: 'none',
	manual: 'none',
	outbound: 'none',
	station: 'none',
	voicemail: 'none',
	voicesurveyflow: 'none',
	workflow: 'none'
};

/** `state` of a communication. The times beside it say when: a state is read only to notice a new one. */
export const STATES: Readonly<Record<string, 'connectedTime' | 'endTime' | 'none'>> = {
	connected: 'connectedTime',
	disconnected: 'endTime',
	terminated: 'endTime',
	alerting: 'none',
	contacting: 'none',
	converting: 'none',
	dialing: 'none',
	none: 'none',
	offering: 'none',
	parked: 'none',
	scheduled: 'none',
	transmitting: 'none',
	uploading: 'none'
};

/** What an end means for a conversation that a human had answered. `moved`: it goes on elsewhere. */
export type End = 'resolved' | 'closed' | 'moved';

/** `disconnectType`, as conversations spell it. */
export const DISCONNECT_TYPES: Readonly<Record<string, End>> = {
	client: 'resolved',
	endpoint: 'resolved',
	peer: 'resolved',
	system: 'resolved',
	transfer: 'moved',
	'transfer.conference': 'moved',
	'transfer.consult': 'moved',
	'transfer.dnd': 'moved',
	'transfer.forward': 'moved',
	'transfer.noanswer': 'moved',
	'transfer.notavailable': 'moved',
	'endpoint.dnd': 'closed',
	error: 'closed',
	other: 'closed',
	spam: 'closed',
	timeout: 'closed',
	'transport.failure': 'closed',
	uncallable: 'closed',
	unknown: 'closed'
};

/** How detail events spell them. */
export const DETAIL_DISCONNECT_TYPES: Readonly<Record<string, keyof typeof DISCONNECT_TYPES>> = {
	CONFERENCE_TRANSFER: 'transfer.conference',
	CONSULT_TRANSFER: 'transfer.consult',
	DND_TRANSFER: 'transfer.dnd',
	FORWARD_TRANSFER: 'transfer.forward',
	NO_ANSWER_TRANSFER: 'transfer.noanswer',
	NOT_AVAILABLE_TRANSFER: 'transfer.notavailable',
	DND_ENDPOINT: 'endpoint.dnd',
	TRANSPORT_FAILURE: 'transport.failure'
};

/** `acdOutcome`: how a conversation left a queue. */
export const ACD_OUTCOMES: Readonly<Record<string, 'answered' | 'abandoned' | 'recorded'>> = {
	ANSWERED: 'answered',
	ABANDON: 'abandoned',
	FLOW_OUT: 'recorded',
	UNKNOWN: 'recorded'
};

/** Kinds of detail events, by the end of their topic. */
export const DETAILS: Readonly<
	Record<string, 'queued' | 'unqueued' | 'agent_left' | 'customer_left' | 'wrapup' | 'none'>
> = {
	'acd.start': 'queued',
	'acd.end': 'unqueued',
	'user.end': 'agent_left',
	'customer.end': 'customer_left',
	acw: 'wrapup',
	attributes: 'none',
	contact: 'none',
	'customer.start': 'none',
	'flow.end': 'none',
	'flow.outcome': 'none',
	'flow.start': 'none',
	outbound: 'none',
	'user.start': 'none',
	'voicemail.end': 'none',
	'voicemail.start': 'none'
};

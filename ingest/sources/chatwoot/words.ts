import type { Channel } from '#schema/event.ts';

/** Kinds of inbox: chatwoot/chatwoot, app/models/channel. Through an API inbox anything may come. */
export const CHANNELS: Readonly<Record<string, Channel>> = {
	'Channel::WebWidget': 'chat',
	'Channel::Email': 'email',
	'Channel::Voice': 'phone',
	'Channel::Whatsapp': 'social',
	'Channel::FacebookPage': 'social',
	'Channel::Instagram': 'social',
	'Channel::TwitterProfile': 'social',
	'Channel::Telegram': 'social',
	'Channel::Line': 'social',
	'Channel::Tiktok': 'social',
	'Channel::Sms': 'other',
	'Channel::TwilioSms': 'other',
	'Channel::Api': 'other'
};

/** A conversation's status (app/models/conversation.rb), and whether a human has it. */
export const STATUSES: Readonly<Record<string, 'open' | 'resolved' | 'bot' | 'asleep'>> = {
	open: 'open',
	resolved: 'resolved',
	pending: 'bot',
	snoozed: 'asleep'
};

/** Who a message is from (app/models/message.rb); older payloads say a number. */
export const MESSAGE_TYPES: Readonly<Record<string, 'customer' | 'us' | 'automatic'>> = {
	incoming: 'customer',
	outgoing: 'us',
	activity: 'automatic',
	template: 'automatic',
	'0': 'customer',
	'1': 'us',
	'2': 'automatic',
	'3': 'automatic'
};

/** Senders that are no human. */
export const MACHINES: ReadonlySet<string> = new Set([
	'agent_bot',
	'AgentBot',
	'captain_assistant',
	'Captain::Assistant'
]);

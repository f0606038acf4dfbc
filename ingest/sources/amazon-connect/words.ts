import type { Channel } from '#schema/event.ts';

/** Every value that Amazon Connect documents for a contact, and what it means here. */

/** `Channel`. A task is work, no conversation. */
export const CHANNELS: Readonly<Record<string, Channel>> = {
	VOICE: 'phone',
	CHAT: 'chat',
	EMAIL: 'email',
	TASK: 'other'
};

/**
 * What a contact is to its case. `opens`: the customer came. `transfers`: the case goes on with another queue or agent.
 * `continues`: the case goes on without being passed to anybody else. `replies`: it is itself the reply. `none`: what the
 * company began, or nothing a customer notices.
 */
export type Role = 'opens' | 'transfers' | 'continues' | 'replies' | 'none';

/** `InitiationMethod`. */
export const INITIATION_METHODS: Readonly<Record<string, Role>> = {
	INBOUND: 'opens',
	API: 'opens', // by API a call is dialled out: see `roleOf`
	WEBRTC_API: 'opens',
	TRANSFER: 'transfers',
	QUEUE_TRANSFER: 'transfers',
	CALLBACK: 'continues',
	DISCONNECT: 'continues',
	AGENT_REPLY: 'replies',
	OUTBOUND: 'none',
	EXTERNAL_OUTBOUND: 'none',
	MONITOR: 'none',
	FLOW: 'none'
};

/** What an end means for a customer who waited in a queue, and for one who had been answered. */
export type End = { waiting: 'abandoned' | 'closed' | 'none'; answered: 'resolved' | 'closed' | 'none' };

const GAVE_UP: End = { waiting: 'abandoned', answered: 'resolved' };
const DONE: End = { waiting: 'closed', answered: 'resolved' };
const CUT_OFF: End = { waiting: 'closed', answered: 'closed' };
const GOES_ON: End = { waiting: 'none', answered: 'none' };

/** Flows and programs often end a contact without saying why: `null`. */
export const ENDED_WITHOUT_REASON = DONE;

/** `DisconnectReason`, of all channels. */
export const DISCONNECT_REASONS: Readonly<Record<string, End>> = {
	CUSTOMER_DISCONNECT: GAVE_UP,
	TELECOM_ORIGINATOR_CANCEL: { waiting: 'abandoned', answered: 'closed' },
	AGENT_DISCONNECT: DONE,
	AGENT_COMPLETED: DONE,
	THIRD_PARTY_DISCONNECT: DONE,
	BARGED: DONE,
	CONTACT_FLOW_DISCONNECT: DONE,
	API: DONE,
	IDLE_DISCONNECT: DONE,
	TRANSFERRED: GOES_ON,
	DISCARDED: GOES_ON,
	EXPIRED: CUT_OFF,
	OTHER: CUT_OFF,
	SYSTEM_ERROR: CUT_OFF,
	AGENT_NETWORK_DISCONNECT: CUT_OFF,
	CUSTOMER_CONNECTION_NOT_ESTABLISHED: CUT_OFF,
	CUSTOMER_NEVER_ARRIVED: CUT_OFF,
	TELECOM_PROBLEM: CUT_OFF,
	TELECOM_BUSY: CUT_OFF,
	TELECOM_NUMBER_INVALID: CUT_OFF,
	TELECOM_POTENTIAL_BLOCKING: CUT_OFF,
	TELECOM_UNANSWERED: CUT_OFF,
	TELECOM_TIMEOUT: CUT_OFF,
	OUTBOUND_DESTINATION_ENDPOINT_ERROR: CUT_OFF,
	OUTBOUND_RESOURCE_ERROR: CUT_OFF,
	OUTBOUND_ATTEMPT_FAILED: CUT_OFF,
	OUTBUND_PREVIEW_DISCARDED: CUT_OFF, // spelled so in the documentation
	OUTBOUND_PREVIEW_DISCARDED: CUT_OFF
};

/**
 * `eventType` of a contact event. Each carries all that is known of the contact by then, and all of it is read, so that a lost
 * event loses nothing that a later one tells again. Only `recorded` says something by being there.
 */
export const EVENT_TYPES: Readonly<Record<string, 'read' | 'recorded'>> = {
	INITIATED: 'read',
	CONNECTED_TO_SYSTEM: 'read',
	CONTACT_DATA_UPDATED: 'read',
	QUEUED: 'read',
	CONNECTED_TO_AGENT: 'read',
	DISCONNECTED: 'read',
	COMPLETED: 'read',
	AMD_DISABLED: 'read',
	WEBRTC_API: 'read',
	PAUSED: 'recorded',
	RESUMED: 'recorded'
};

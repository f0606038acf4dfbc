import type { GivenMailing, KnownMailing } from '#schema/mailing.ts';
import { sendOrder } from '../send-order.ts';

/** A mailing that is there, as it is given again. */
export const givenOf = ({ next: _next, ...mailing }: KnownMailing): GivenMailing => mailing;

/** Says who gets the review from now on: those who do, and perhaps one more. */
export const saveMailings = (known: readonly KnownMailing[], more: readonly GivenMailing[] = []) =>
	sendOrder('PUT', '/api/mailings', { mailings: [...known.map(givenOf), ...more] });

/** Sends the review of the last complete week. */
export const sendNow = (id: string) => sendOrder('POST', '/api/mailings/send', { id });

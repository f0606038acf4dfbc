import { createHash, randomBytes, randomInt } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH } from '#schema/screen.ts';

/** 256 random bits, as they stand in a cookie. */
export const newToken = () => randomBytes(32).toString('base64url');

/** What is kept of a token. It is random through and through, so a plain hash cannot be guessed back. */
export const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export const newId = () => randomBytes(8).toString('hex');

export const newCode = () =>
	Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');

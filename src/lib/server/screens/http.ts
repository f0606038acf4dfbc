import { refuse } from '../http.ts';

/** Somebody tries too often. */
export function tooMany(path: string, wait_s: number) {
	const answer = refuse(path, `too many tries: try again in ${wait_s} s`, 429);
	answer.headers.set('retry-after', String(wait_s));
	return answer;
}

export const isSecure = (url: URL) => url.protocol === 'https:';

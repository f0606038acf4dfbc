import { annotationText } from '../annotation-words.ts';
import { m } from '../paraglide/messages.js';
import type { Screen } from '../screen.ts';
import type { Flag } from './flags.ts';

/** What a small drawing says to who does not see it: with what its flags say, which it shows to pointers alone. */
export function flaggedLabel(label: string, flags: readonly Flag[], screen: Screen): string {
	const said = flags.flatMap(({ annotations }) => annotations.map((one) => annotationText(one, screen)));
	return said.length === 0 ? label : m.annotation_label({ label, said: screen.said(said) });
}

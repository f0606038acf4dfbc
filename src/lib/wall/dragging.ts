import type { Attachment } from 'svelte/attachments';
import { GRID } from '#schema/board.ts';

export type How = 'move' | 'resize';

/** What a drag does: `moved` in columns and rows from where it began. */
export type Dragging = {
	moved(id: string, how: How, columns: number, rows: number): void;
	dropped(id: string, how: How): void;
	cancelled(): void;
};

/** Lets tiles (`data-tile`) of a sheet be dragged with mouse, pen or finger; by their corner (`data-corner`) they are resized. */
export const draggable =
	({ moved, dropped, cancelled }: Dragging): Attachment<HTMLElement> =>
	(sheet) => {
		let drag: { id: string; how: How; pointer: number; x: number; y: number; begun: boolean } | null = null;

		function down(event: PointerEvent) {
			const { target } = event;
			const tile = target instanceof Element ? target.closest<HTMLElement>('[data-tile]') : null;
			if (!tile || event.button !== 0 || drag) return;
			const how = target instanceof Element && target.closest('[data-corner]') ? 'resize' : 'move';
			const { pointerId: pointer, clientX: x, clientY: y } = event;
			drag = { id: tile.dataset.tile ?? '', how, pointer, x, y, begun: false };
			sheet.setPointerCapture(pointer);
			tile.focus({ preventScroll: true });
		}
		function go(event: PointerEvent) {
			if (!drag || event.pointerId !== drag.pointer) return;
			const { width, height } = sheet.getBoundingClientRect();
			const columns = Math.round(((event.clientX - drag.x) / width) * GRID.columns);
			const rows = Math.round(((event.clientY - drag.y) / height) * GRID.rows);
			// A click is no drag.
			if (columns === 0 && rows === 0 && !drag.begun) return;
			drag.begun = true;
			moved(drag.id, drag.how, columns, rows);
		}
		function up(event: PointerEvent) {
			if (!drag || event.pointerId !== drag.pointer) return;
			if (drag.begun) dropped(drag.id, drag.how);
			drag = null;
		}
		function stop() {
			if (drag?.begun) cancelled();
			drag = null;
		}
		const escape = (event: KeyboardEvent) => {
			if (event.key !== 'Escape' || !drag) return;
			event.stopPropagation();
			stop();
		};

		const over = new AbortController();
		const { signal } = over;
		sheet.addEventListener('pointerdown', down, { signal });
		sheet.addEventListener('pointermove', go, { signal });
		sheet.addEventListener('pointerup', up, { signal });
		sheet.addEventListener('pointercancel', stop, { signal });
		sheet.addEventListener('keydown', escape, { signal, capture: true });
		return () => over.abort();
	};

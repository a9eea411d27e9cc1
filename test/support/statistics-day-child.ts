// The first half of the day in a process of its own, and then attempts without end: whoever started it
// kills it amid them. Tells how many were acknowledged.
import { createFakeClock } from './clock.js';
import { createDay, HALVES } from './statistics-day.js';

const [, , directory = ''] = process.argv;
const place = { directory, clock: createFakeClock() };
const day = await createDay({ teardown: () => undefined }, place);
await HALVES[0](day);
for (let acknowledged = 1; ; acknowledged += 1) {
  // Several at a time, so that commits and what is not committed yet are amid them.
  await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const { id } = await day.service.place({ visitId: `burst-${acknowledged}-${index}` });
      await day.must('POST', `/v1/interactions/${id}/engage`, {});
    }),
  );
  process.send?.(5 * acknowledged);
}

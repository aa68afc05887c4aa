import type { Story } from './land.ts';
import { keeping } from './paper.ts';

/** The shortest story found that is still wrong: deeds are left out, many at a time and then one by one, as long as it stays so. */
export function shorten(story: Story, isWrong: (story: Story) => boolean): Story {
  let shortest = story;
  for (let size = Math.ceil(story.deeds.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < shortest.deeds.length;) {
      const some = shortest.deeds.map((deed, place) => (place >= from && place < from + size ? [] : [deed]));
      const shorter = keeping(shortest, some);
      if (isWrong(shorter)) shortest = shorter;
      else from += size;
    }
  }
  return shortest;
}

import { describe, expect, it } from '@jest/globals';
import { planResize } from './resize-plan.js';
import { ResizePlans } from './resize-plans.js';

const INPUT = { width: 40, height: 30 };
const SIZE = { width: 8, height: 6 };

describe('ResizePlans', () => {
  it('plans as planResize() does', () => {
    const crop = { width: 5, height: 9 };
    expect(new ResizePlans().get(INPUT, SIZE, 'lanczos', crop)).toEqual(
      planResize(INPUT, SIZE, 'lanczos', crop),
    );
    expect(new ResizePlans().get(INPUT, SIZE, 'bicubic')).toEqual(planResize(INPUT, SIZE, 'bicubic'));
  });

  it('gives the plan again that it has made, whichever objects tell the sizes', () => {
    const plans = new ResizePlans();
    const first = plans.get(INPUT, SIZE, 'bicubic');
    expect(plans.get({ ...INPUT }, { ...SIZE }, 'bicubic', { ...SIZE })).toBe(first);
  });

  it('takes nothing but the width and height of what tells them', () => {
    const plans = new ResizePlans();
    const first = plans.get(INPUT, SIZE, 'bicubic');
    const rows = { ...INPUT, fullSize: { width: 80, height: 60 }, strips: [] };
    expect(plans.get(rows, { mode: 'squash', ...SIZE } as typeof SIZE, 'bicubic')).toBe(first);
  });

  const other: { what: string; args: Parameters<ResizePlans['get']> }[] = [
    { what: 'width', args: [{ width: 41, height: 30 }, SIZE, 'bicubic', SIZE] },
    { what: 'height', args: [{ width: 40, height: 31 }, SIZE, 'bicubic', SIZE] },
    { what: 'size', args: [INPUT, { width: 6, height: 8 }, 'bicubic', SIZE] },
    { what: 'filter', args: [INPUT, SIZE, 'bilinear', SIZE] },
    { what: 'crop', args: [INPUT, SIZE, 'bicubic', { width: 4, height: 4 }] },
  ];

  it.each(other)('plans anew for another $what', ({ args }) => {
    const plans = new ResizePlans();
    plans.get(INPUT, SIZE, 'bicubic');
    expect(plans.get(...args)).toEqual(planResize(...args));
  });

  it('forgets the plan that has not been used for the longest time', () => {
    const plans = new ResizePlans(2);
    const plan = (width: number) => plans.get({ width, height: 10 }, SIZE, 'bicubic');
    const [first, second] = [plan(1), plan(2)];
    expect(plan(1)).toBe(first);
    plan(3);
    expect(plan(1)).toBe(first);
    expect(plan(2)).not.toBe(second);
  });
});

import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';

describe('ByteBudget', () => {
  it('grants at once what fits, and the rest when enough is given back', () => {
    const granted: string[] = [];
    const budget = new ByteBudget(100);
    const releaseA = budget.acquire(60, () => granted.push('a'));
    const releaseB = budget.acquire(40, () => granted.push('b'));
    budget.acquire(50, () => granted.push('c'));
    expect(granted).toEqual(['a', 'b']);
    expect(budget.held).toBe(100);
    releaseB.giveBack();
    expect(granted).toEqual(['a', 'b']);
    expect(budget.held).toBe(60);
    releaseA.giveBack();
    expect(granted).toEqual(['a', 'b', 'c']);
    expect(budget.held).toBe(50);
  });

  it('lets nobody overtake, though it would fit', () => {
    const granted: string[] = [];
    const budget = new ByteBudget(100);
    const release = budget.acquire(80, () => granted.push('a'));
    budget.acquire(90, () => granted.push('large'));
    budget.acquire(10, () => granted.push('small'));
    expect(granted).toEqual(['a']);
    release.giveBack();
    expect(granted).toEqual(['a', 'large', 'small']);
  });

  it('lets those behind go on where one that waits gives up', () => {
    const granted: string[] = [];
    const budget = new ByteBudget(100);
    const release = budget.acquire(80, () => granted.push('a'));
    const giveUp = budget.acquire(90, () => granted.push('gone'));
    budget.acquire(20, () => granted.push('b'));
    giveUp.giveBack();
    expect(granted).toEqual(['a', 'b']);
    release.giveBack();
    budget.acquire(80, () => granted.push('c'));
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  it('takes bytes back once, however often it is told', () => {
    const granted: string[] = [];
    const budget = new ByteBudget(100);
    const share = budget.acquire(60, () => granted.push('a'));
    share.giveBack();
    share.giveBack();
    budget.acquire(100, () => granted.push('b'));
    budget.acquire(10, () => granted.push('c'));
    expect(granted).toEqual(['a', 'b']);
    expect(budget.length).toBe(1);
  });
});

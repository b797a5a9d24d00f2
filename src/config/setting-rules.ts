import { IsIn, IsInt, Max, Min, ValidateBy, type ValidationArguments } from 'class-validator';

/** A whole number within bounds; both bounds are part of the message. */
export function WholeNumber(min: number, max: number): PropertyDecorator {
  const message = expecting(`a whole number from ${min} to ${max}`);
  return (target, key) => {
    IsInt(message)(target, key);
    Min(min, message)(target, key);
    Max(max, message)(target, key);
  };
}

export function OneOf(...values: string[]): PropertyDecorator {
  return IsIn(values, expecting(`one of ${values.join(', ')}`));
}

/** @param what ends the sentence "expected ..." */
export function Text(isRight: (value: string) => boolean, what: string): PropertyDecorator {
  return ValidateBy({ name: 'text', validator: { validate: isRight } }, expecting(what));
}

/** A text that may hold a password, and is not repeated for that. */
export function SecretText(isRight: (value: string) => boolean, what: string): PropertyDecorator {
  return ValidateBy(
    { name: 'secretText', validator: { validate: isRight } },
    { message: ({ property }) => `${property}: expected ${what}, received another text` },
  );
}

/** @param isRight judges a value by the others: the settings are what the decorated class is */
export function Fitting(
  isRight: (value: string | number, settings: never) => boolean,
  what: string,
): PropertyDecorator {
  const validate = (value: string | number, args?: ValidationArguments) =>
    isRight(value, args!.object as never);
  return ValidateBy({ name: 'fitting', validator: { validate } }, expecting(what));
}

/** For a variable that may be left out. */
export function orNothing(isRight: (value: string) => boolean): (value: string) => boolean {
  return (value) => value === '' || isRight(value);
}

const expecting = (what: string) => ({
  message: ({ property, value }: ValidationArguments) =>
    `${property}: expected ${what}, received "${String(value)}"`,
});

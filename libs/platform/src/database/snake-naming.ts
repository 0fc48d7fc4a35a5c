import { DefaultNamingStrategy } from 'typeorm';

/** Columns are written `snake_case` in SQL and `camelCase` in code. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}

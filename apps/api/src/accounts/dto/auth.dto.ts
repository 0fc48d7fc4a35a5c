import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, ROLES, type ApiToken, type Role } from '@cunqin/accounts';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { TextField } from '../../http/formats.js';

export class LoginBody {
  @ApiProperty({ example: 'admin' })
  @IsString()
  @MaxLength(64)
  username: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @MaxLength(PASSWORD_MAX_LENGTH)
  password: string;
}

export class SignInAnswer {
  @ApiProperty({ description: 'Send it as `Authorization: Bearer …`.' })
  accessToken: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-20T12:41:00Z' })
  expiresAt: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role: Role;

  @ApiProperty({ required: false, description: 'Until the password is changed every other call is refused.' })
  mustChangePassword?: true;
}

export class ChangePasswordBody {
  @ApiProperty({ format: 'password' })
  @IsString()
  @MaxLength(PASSWORD_MAX_LENGTH)
  oldPassword: string;

  @ApiProperty({ format: 'password', minLength: PASSWORD_MIN_LENGTH, maxLength: PASSWORD_MAX_LENGTH })
  @IsString()
  @MinLength(PASSWORD_MIN_LENGTH, { message: `密码至少 ${PASSWORD_MIN_LENGTH} 位` })
  @MaxLength(PASSWORD_MAX_LENGTH, { message: `密码最多 ${PASSWORD_MAX_LENGTH} 位` })
  newPassword: string;
}

export class CreateTokenBody {
  @TextField({ maxLength: 100, description: 'What the token is for.' })
  name: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 365, default: 90 })
  @IsInt()
  @Min(1)
  @Max(365)
  expiresInDays: number = 90;
}

export class TokenAnswer {
  @ApiProperty({ description: 'For `DELETE /auth/tokens/{id}`.' })
  id: number;

  @ApiProperty()
  name: string;

  @ApiProperty({ description: 'Shown this once.' })
  token: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class TokenListed {
  @ApiProperty()
  id: number;

  @ApiProperty()
  name: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

/** A page of tokens as it is answered. */
export function listedTokens({ items, total }: { items: readonly ApiToken[]; total: number }): {
  items: TokenListed[];
  total: number;
} {
  return {
    items: items.map(({ id, name, createdAt, expiresAt }) => ({
      id,
      name,
      createdAt: createdAt.toString(),
      expiresAt: expiresAt.toString(),
    })),
    total,
  };
}

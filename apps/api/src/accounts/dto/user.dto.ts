import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH, ROLES, USERNAME, type Role } from '@cunqin/accounts';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { CodeField, TextField } from '../../http/formats.js';

export class CreateUserBody {
  @ApiProperty({ pattern: USERNAME.source, example: 'office1' })
  @Matches(USERNAME, { message: '用户名为 2 至 32 位小写字母、数字、点、横线或下划线' })
  username: string;

  @ApiProperty({ format: 'password', minLength: PASSWORD_MIN_LENGTH, maxLength: PASSWORD_MAX_LENGTH })
  @IsString()
  @MinLength(PASSWORD_MIN_LENGTH, { message: `密码至少 ${PASSWORD_MIN_LENGTH} 位` })
  @MaxLength(PASSWORD_MAX_LENGTH, { message: `密码最多 ${PASSWORD_MAX_LENGTH} 位` })
  password: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  @IsIn(ROLES, { message: `角色应为 ${ROLES.join('、')} 之一` })
  role: Role;

  @CodeField({
    optional: true,
    description: 'Whose rows this account sees: for the role `cadre`, and only for it.',
  })
  cadreCode?: string;

  @ApiProperty({
    required: false,
    default: false,
    description: 'Whether the password must be changed at first sign-in.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  mustChangePassword?: boolean;
}

export class AccountStandingBody {
  @TextField({ maxLength: 500, description: 'Stands in the audit trail.' })
  reason: string;
}

export class UserAnswer {
  @ApiProperty()
  username: string;

  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role: Role;

  @ApiProperty({ type: String, nullable: true })
  cadreCode: string | null;

  @ApiProperty()
  mustChangePassword: boolean;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when nobody may use it.',
  })
  disabledAt: string | null;
}

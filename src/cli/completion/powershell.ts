import { firstWords, secondWords } from './first-words.ts';
import type { KnownCommand } from './known-command.ts';

/** For `sdn completion powershell | Out-String | Invoke-Expression` in $PROFILE. */
export function powershellScript(commands: readonly KnownCommand[]): readonly string[] {
  const entries = [
    ['', firstWords(commands).map(({ word }) => word)] as const,
    ...[...secondWords(commands)].map(([topic, words]) => [topic, words.map(({ word }) => word)] as const),
    ...commands.map(
      ({ words, flags, values }) => [words, [...values, ...flags.map(({ name }) => `--${name}`)]] as const,
    ),
    ...valueEntries(commands),
  ];
  return [
    '# sdn completion for PowerShell. Put into $PROFILE:  sdn completion powershell | Out-String | Invoke-Expression',
    'Register-ArgumentCompleter -Native -CommandName sdn -ScriptBlock {',
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    '  $known = @{',
    ...entries.map(([words, next]) => `    ${quoted(words)} = @(${next.map(quoted).join(', ')})`),
    '  }',
    '  $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })',
    "  $names = @($typed | Where-Object { $_ -notlike '-*' -and $_ -ne $wordToComplete } | Select-Object -First 2)",
    "  $key = $names -join ' '",
    "  $before = if ($wordToComplete -eq '') { $typed[-1] } elseif ($typed.Count -gt 1) { $typed[-2] }",
    '  if ("$before" -like \'--*\' -and $known.ContainsKey($before)) { $key = $before }',
    '  if (-not $known.ContainsKey($key) -and $names.Count -gt 0) { $key = $names[0] }',
    '  $known[$key] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {',
    "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
    '  }',
    '}',
  ];
}

/** What may follow a flag, by its name. */
function valueEntries(commands: readonly KnownCommand[]) {
  const flags = new Map(commands.flatMap((each) => each.flags.map((flag) => [flag.name, flag] as const)));
  return [...flags.values()]
    .filter(({ options }) => options.length > 0)
    .map(({ name, options }) => [`--${name}`, options] as const);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

import { firstWords, secondWords } from './first-words.ts';
import type { KnownCommand } from './known-command.ts';

/** For `sdn completion powershell | Out-String | Invoke-Expression` in $PROFILE. */
export function powershellScript(commands: readonly KnownCommand[]): readonly string[] {
  const entries = [
    ['', firstWords(commands).map(({ word }) => word)] as const,
    ...[...secondWords(commands)].map(([topic, words]) => [topic, words.map(({ word }) => word)] as const),
    ...commands.map(({ words, flags }) => [words, flags.map(({ name }) => `--${name}`)] as const),
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
    '  if (-not $known.ContainsKey($key) -and $names.Count -gt 0) { $key = $names[0] }',
    '  $known[$key] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {',
    "    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)",
    '  }',
    '}',
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

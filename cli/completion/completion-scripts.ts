/** For each shell, what makes it ask a command for completions, however the word it completes was typed: `flowmesh`, `./flowmesh`, an alias. */
export const completionScripts: Readonly<Record<string, (command: string) => string>> = {
  bash: (command) => `_flowmesh() {
  local IFS=$'\\n'
  COMPREPLY=($(${command} completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _flowmesh flowmesh
`,
  zsh: (command) => `_flowmesh() {
  local -a found
  found=("\${(@f)$(${command} completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _flowmesh flowmesh
`,
  fish: (
    command,
  ) => `complete -c flowmesh -f -a '(${command} completion fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** For each shell, what makes it ask this command for completions. */
export const completionScripts: Readonly<Record<string, string>> = {
  bash: `_flowmesh() {
  local IFS=$'\\n'
  COMPREPLY=($(flowmesh completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _flowmesh flowmesh
`,
  zsh: `_flowmesh() {
  local -a found
  found=("\${(@f)$(flowmesh completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _flowmesh flowmesh
`,
  fish: `complete -c flowmesh -f -a '(flowmesh completion fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`,
};

/** For each shell, what makes it ask a command for completions, however the word it completes was typed: `flowmesh`, `./flowmesh`, an alias. Where there are none it offers files. */
export const completionScripts: Readonly<Record<string, (command: string) => string>> = {
  bash: (command) => `_flowmesh() {
  local IFS=$'\\n'
  COMPREPLY=($(${command} completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _flowmesh flowmesh
`,
  zsh: (command) => `_flowmesh() {
  local -a found
  found=(\${(f)"$(${command} completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#found )); then compadd -a found; else _files; fi
}
compdef _flowmesh flowmesh
`,
  fish: (command) => `function __flowmesh_complete
  set -l found (${command} completion fish -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if set -q found[1]
    string join \\n -- $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c flowmesh -f -a '(__flowmesh_complete)'
`,
};

; "Open with Whence" in the menu of folders.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\Whence" "" "Open with Whence"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\Whence" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Directory\shell\Whence\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V"'
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Directory\shell\Whence"
!macroend

// The form itself is drawn by what it has in common with the web page and the file.
const draw = drawForm;

export const twoWays = `Porter writes on Telegram in one of two ways.

As a bot: it writes to people who have pressed Start in it, into groups that it was added to, and into
channels where it is an administrator. It needs a token and nothing else.

    porter telegram setup bot

As a user account: it writes to everybody whom the account may write to, by @name. It needs a phone number
with a Telegram account, and an API id and hash that belong to you. Give Porter an account of its own: whoever
has the session has the account, and Telegram limits accounts that write to many strangers.

    porter telegram setup user`;

export const botSteps = `1. In Telegram open https://t.me/BotFather, send /newbot, and answer its two questions: a name, and a user
   name that ends in "bot".
2. It answers with the token. Whoever has the token is the bot.
3. Later everybody who is to hear from it opens the bot once and presses Start.
`;

export const userSteps = `1. Open https://my.telegram.org/apps, sign in with the phone number of the account, and make an application.
   Its name is of no matter.
2. The page shows api_id (a number) and api_hash (32 signs). They belong to you: keep the hash to yourself.
3. Telegram then sends a code to the devices on which the account is signed in already, else by SMS. If the
   account has a second step, its password is asked for, too.
`;

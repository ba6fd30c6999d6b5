"""A large invented mailbox, for the programs in `deep.d` that measure."""
import base64, random, time

OWNER = "alex@studio.example"


def invent(directory, count):
    """Plain texts, alternatives, attachments and newsletters, from some hundreds of people."""
    chance = random.Random(7)
    words = "we should meet about the plan for next week and then look at the draft you sent me in the garden".split()
    blob = base64.encodebytes(chance.randbytes(1_000_000)).decode()
    for number in range(count):
        folder, person = chance.choice(["INBOX", "INBOX", "Sent"]), chance.randrange(500)
        other, me = f"Person{person} <p{person}@rey.example>", f"Alex <{OWNER}>"
        sender, receiver = (me, other) if folder == "Sent" else (other, me)
        text = "\n".join(" ".join(chance.choices(words, k=12)) for _ in range(chance.randint(3, 30)))
        text = f"Hi,\n\n{text}\n\nCould you send me the plan by Friday? Thank you for your help.\n"
        moment = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - number * 600))
        head = f"From: {sender}\nTo: {receiver}\nDate: {moment}\nMessage-ID: <{number}@rey.example>\n"
        head += f"Subject: About number {number}\nMIME-Version: 1.0\n"
        both = f'multipart/alternative; boundary="a"\n\n--a\nContent-Type: text/plain\n\n{text}\n--a\n'
        both += f"Content-Type: text/html\n\n<p>{text}</p>{'<br>' * 300}\n--a--\n"
        kind = chance.random()
        if kind < 0.1:
            message = f"List-Id: <news.rey.example>\nPrecedence: bulk\n{head}Content-Type: {both}"
        elif kind < 0.3:
            size = chance.randint(50_000, 500_000)
            message = f'{head}Content-Type: multipart/mixed; boundary="m"\n\n--m\nContent-Type: {both}\n--m\n'
            message += f"Content-Type: application/pdf; name=plan.pdf\nContent-Transfer-Encoding: base64\n\n{blob[:size]}\n--m--\n"
        else:
            message = f"{head}Content-Type: {both}" if kind < 0.7 else f"{head}\n{text}"
        path = directory / folder / "cur"
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{number}.x:2,S").write_text(message)
    for folder in ["INBOX", "Sent"]:
        for part in ["new", "tmp"]:
            (directory / folder / part).mkdir(parents=True, exist_ok=True)
